"""The same neurons in PyTorch."""

import torch

w = torch.tensor([2.0, 2, 2, 2, 2, 2, 4, 1])  # (8,)
b = torch.tensor([-4.0, -2, -1, 0, 1, 2, -1, -1])  # (8,)
x = torch.tensor(1.0)

p = torch.sigmoid(w * x + b)  # (8,)
crossing = (0 - b) / w  # (8,) where w * x + b = 0 <-

for w_i, b_i, p_i, c_i in zip(w, b, p, crossing):
    print(f"w = {w_i:4.1f}, b = {b_i:4.1f}: p(x = 1) = {p_i:.4f}", end=", ")
    print(f"p = 1/2 at x = {c_i:5.2f}")
