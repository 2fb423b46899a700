"""Hide its own token from each place: one layer keeps it hidden, two do not."""

import torch

torch.manual_seed(0)
T, C = 5, 8
places = torch.rand(T, C, dtype=torch.float64)  # (T, C)
tokens = torch.rand(T, C, dtype=torch.float64, requires_grad=True)  # (T, C)
others = torch.eye(T) == 0  # (T, T)

x, query, grids = tokens + places, places, {}
for layer in (1, 2):
    scores = (query @ x.T).masked_fill(~others, -torch.inf)  # (T, T) <-
    x = query = scores.softmax(-1) @ x  # (T, C)
    sums = x.sin().sum(-1)  # (T,)
    rows = [torch.autograd.grad(s, tokens, retain_graph=True)[0] for s in sums]
    grids[layer] = (torch.stack(rows) != 0).any(-1).int()  # (T, T)
    print(f"after {layer} layers", *grids[layer].tolist(), sep="\n")
