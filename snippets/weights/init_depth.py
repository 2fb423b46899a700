"""Fifty layers apply one factor fifty times: one weight scale holds."""

import numpy as np

B, C, N = 64, 256, 50  # inputs, width, layers
random = np.random.RandomState(0)
x = random.randn(B, C)  # (B, C)
draws = random.randn(N, C, C)  # (N, C, C) the same in every run
runs = [  # name, weight variance, ReLU or not
    ("too small", 0.25 / C, True),
    ("Xavier", 2 / (C + C), True),
    ("He", 2 / C, True),
    ("too large", 4 / C, True),
    ("Xavier, no ReLU", 2 / (C + C), False),
]
shown = [1, 10, 20, 35, 50]

print(f"{'layer':15s}" + "".join(f"{n:8d}" for n in shown) + " factor  rule")
curves, factors = {}, {}
for name, variance, relu in runs:
    a, curve = x, []
    for layer in range(N):
        W = variance**0.5 * draws[layer]  # (C, C) <-
        z = a @ W  # (B, C)
        a = np.maximum(z, 0) if relu else z  # (B, C)
        curve.append(np.mean(z**2))
    factor = (curve[-1] / curve[0]) ** (1 / (N - 1))  # geometric mean
    rule = C * variance * (0.5 if relu else 1.0)  # <-
    curves[name], factors[name] = curve, (factor, rule)
    numbers = "".join(f"{curve[layer - 1]:8.1e}" for layer in shown)
    print(f"{name:15s}{numbers}{factor:7.3f}{rule:6.3f}")
