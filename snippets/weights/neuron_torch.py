"""The same dot product in PyTorch, whose tensors can also record gradients."""

import torch

x = torch.tensor([2.0, -1.0, 0.5])  # (3,) inputs
w = torch.tensor([0.4, 0.3, -2.0])  # (3,) one weight on each connection

for x_i, w_i in zip(x, w):
    print(f"input {x_i:4.1f} x weight {w_i:4.1f} = {x_i * w_i:4.1f}")
z = x @ w  # () <-

print(f"sum z = {z:.1f}")
