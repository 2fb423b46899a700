"""A square matrix hides a missing transpose: the shapes still fit."""

import torch

x = torch.tensor([[1.0, 2.0], [3.0, -1.0]])  # (2, 2)
W = torch.tensor([[0.5, -1.0], [2.0, 0.25]])  # (2, 2) a row for each input
linear = torch.nn.functional.linear  # wants a row for each neuron

z = x @ W  # (2, 2) what GPT-2 computes
buggy = linear(x, W)  # (2, 2) no error
fixed = linear(x, W.T)  # (2, 2) <-
print(f"right: {z.tolist()}")
print(f"buggy: {buggy.tolist()}, equal: {torch.equal(buggy, z)}")
print(f"fixed: {fixed.tolist()}, equal: {torch.equal(fixed, z)}")

S = (W + W.T) / 2  # (2, 2) a symmetric matrix cannot show the bug
passes = torch.equal(linear(x, S), x @ S)
print(f"with a symmetric W the bug passes: {passes}")
