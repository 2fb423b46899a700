"""The same with PyTorch's layers: Sequential(Linear, Linear) is one Linear."""

import torch
from torch.nn import Linear, ReLU, Sequential

torch.set_default_dtype(torch.float64)
X = torch.tensor([[0.3, -1.2], [2.1, 0.7], [-0.4, 0.9], [1.1, 1.3]])  # (4, 2)
first, second = Linear(2, 3), Linear(3, 2)
with torch.no_grad():
    first.weight[:] = torch.tensor([[0.5, -0.3], [1.1, 0.2], [-0.7, 0.8]])
    first.bias[:] = torch.tensor([0.1, -0.6, 0.3])
    second.weight[:] = torch.tensor([[0.9, -0.4, 0.6], [0.2, 0.7, -1.3]])
    second.bias[:] = torch.tensor([-0.2, 0.5])

    two = Sequential(first, second)(X)  # (4, 2)
    relu = Sequential(first, ReLU(), second)(X)  # (4, 2)
    W = second.weight @ first.weight  # (2, 2) <-
    b = second.weight @ first.bias + second.bias  # (2,) <-
    one = X @ W.T + b  # (4, 2)

for row in W.tolist():
    print("W =", " ".join(f"{w:6.3f}" for w in row))
print("b =", " ".join(f"{b_j:6.3f}" for b_j in b.tolist()))
same = bool((two - one).abs().max() < 1e-12)
print(f"two layers - one layer:  below 1e-12: {same}")
print(f"with a ReLU - one layer: largest {(relu - one).abs().max():.3f}")
