"""torch.nn.Linear is the same layer, but stores the transpose."""

import torch

torch.set_default_dtype(torch.float64)  # so that 0.4 prints as 0.4
x = torch.tensor([2.0, -1.0, 0.5])  # (3,)
W = torch.tensor([[0.4, -0.2], [0.3, 0.5], [-2.0, 1.0]])  # (3, 2)
n_in, n_out = W.shape

layer = torch.nn.Linear(n_in, n_out, bias=False)
with torch.no_grad():
    layer.weight.copy_(W.T)  # Linear keeps one row for each neuron <-
stored = layer.weight.detach()  # (n_out, n_in)
z = layer(x).detach()  # (n_out,) x @ stored.T

for j in range(n_out):
    print(f"neuron {j + 1}: weights {stored[j].tolist()}, z = {z[j]:.2f}")
print(f"weights: {n_in} inputs x {n_out} neurons = {stored.numel()}")
