"""Neurons may change places, and ReLU's may change their scale."""

import math

import numpy as np

C, F = 2, 8
numbers = np.arange(1, C * F + 1)
W_up, W_down = np.sin(numbers**2).reshape(C, F), np.sin(numbers**3).reshape(F, C)
b = np.linspace(-1, 1, F)  # (F,)
x = np.array([[1.0, -0.5], [0.25, 2.0], [-1.0, 0.75]])  # (3, C)
relu = lambda z: np.maximum(z, 0)
erf = np.vectorize(math.erf)
gelu = lambda z: z * (1 + erf(z / 2**0.5)) / 2

order = [3, 0, 7, 1, 6, 2, 5, 4]
s = np.linspace(0.5, 4, F)  # (F,) one scale for each neuron
for name, act in {"ReLU": relu, "GELU": gelu}.items():
    out = act(x @ W_up + b) @ W_down  # (3, C)
    moved = act(x @ W_up[:, order] + b[order]) @ W_down[order]  # (3, C) <-
    scaled = act(x @ (W_up * s) + b * s) @ (W_down / s[:, None])  # (3, C) <-
    same = [abs(out - other).max() < 1e-12 for other in (moved, scaled)]
    print(f"{name}: equal after reordering {same[0]}, after rescaling {same[1]}")
print(f"orders of {F} neurons: {math.factorial(F):,}")
