"""SwiGLU as a module of three layers without biases, as in LLaMA."""

import torch
from torch import nn
from torch.nn.functional import silu


class SwiGLU(nn.Module):
    """Gate times value, then back to the width: (..., C) -> (..., C)."""

    def __init__(self, C, F):
        super().__init__()
        self.gate = nn.Linear(C, F, bias=False)
        self.up = nn.Linear(C, F, bias=False)
        self.down = nn.Linear(F, C, bias=False)

    def forward(self, x):
        """Also keeps the product, to be looked at."""
        self.a = silu(self.gate(x)) * self.up(x)  # <-
        return self.down(self.a)


C = 6  # width
F = 4 * C * 2 // 3
x = torch.tensor([[1.0, -0.5, 0, 2, 0.5, -1], [0, 1, 1, 0, -2, 0.5]])  # (2, C)
ffn = SwiGLU(C, F)
numbers = torch.arange(1, C * F + 1, dtype=torch.float64)  # (C * F,)
with torch.no_grad():
    for power, layer in ((2, ffn.gate), (3, ffn.up)):
        layer.weight.copy_((numbers**power).sin().reshape(C, F).T)
    ffn.down.weight.copy_((numbers**4).sin().reshape(F, C).T)
    out, gate = ffn(x), silu(ffn.gate(x))
for t in range(2):
    print(f"token {t + 1}: output", " ".join(f"{o:7.3f}" for o in out[t]))
    print(f"  entries with gate < 0: {(gate[t] < 0).sum()} of {F}", end=", ")
    print(f"with a < 0: {(ffn.a[t] < 0).sum()}")
total = sum(p.numel() for p in ffn.parameters())
print(f"parameters: {total}; two matrices of width {4 * C}: {2 * C * 4 * C}")
