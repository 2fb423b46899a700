"""The same layer at every position, and for a batch of texts at once."""

import torch

tokens = [
    [2.0, -1.0, 0.5],
    [1.0, 0.0, -0.5],
    [0.0, 3.0, 1.0],
    [2.0, -1.0, 0.5],
]
x = torch.tensor(tokens)  # (4, 3) one row for each position
W = torch.tensor([[0.4, -0.2], [0.3, 0.5], [-2.0, 1.0]])  # (3, 2)
T, C = x.shape

z = x @ W  # (T, 2) <-
for t in range(T):
    z_t = [round(v, 2) for v in z[t].tolist()]
    print(f"position {t + 1}: x = {x[t].tolist()}, z = {z_t}")

edited = x.clone()  # (T, C)
edited[1] = torch.tensor([5.0, 5.0, 5.0])
batch = torch.stack([x, edited])  # (2, T, C)
both = batch @ W  # (2, T, 2) one product for two texts
changed = (both[0] != both[1]).any(dim=1)  # (T,)
where = [t + 1 for t in range(T) if changed[t]]
print(f"edit position 2: outputs change at {where}")

for length in [1, 4, 1024]:
    out = torch.ones(length, C) @ W  # (length, 2)
    print(f"{length:4d} positions: {out.numel():4d} outputs, {W.numel()} weights")
