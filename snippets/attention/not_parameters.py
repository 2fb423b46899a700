"""Attention weights are computed anew: the layer stores none."""

import torch

torch.set_default_dtype(torch.float64)
C, H = 8, 2
layer = torch.nn.MultiheadAttention(C, H, bias=False, batch_first=True)
for n, W in enumerate(layer.parameters()):  # fixed numbers that look random
    W.data = torch.sin(torch.arange(W.numel()) ** 2.0 + n).reshape(W.shape)
for name, W in layer.state_dict().items():
    print(f"stored: {name} {tuple(W.shape)}, {W.numel()} numbers")
before = {name: W.clone() for name, W in layer.state_dict().items()}

for T in [3, 30, 300]:
    x = torch.sin(torch.arange(T * C) ** 2.0).reshape(1, T, C)  # (1, T, C)
    _, A = layer(x, x, x, average_attn_weights=False)  # <-
    A = A.detach()  # (1, H, T, T)
    row = A[0, 0, -1].sum()
    print(f"T = {T:3}: {A.numel():6} attention weights, a row sums to {row:.3f}")

same = all(torch.equal(W, before[name]) for name, W in layer.state_dict().items())
print(f"stored numbers unchanged: {same}")
