"""A chain of sigmoids: the gradient shrinks at least fourfold at each layer."""

from math import exp

N = 20
h, slopes = 0.5, []
for layer in range(N):
    p = 1 / (1 + exp(-h))  # a sigmoid, with weight 1
    slopes.append(p * (1 - p))  # its slope, at most 1/4
    h = p

grad = 1.0
for layers, slope in enumerate(reversed(slopes), 1):
    grad *= slope  # <-
    if layers in (1, 5, 10, 20):
        print(f"{layers:2} layers down: gradient {grad:.1e}", end=", ")
        print(f"bound {0.25**layers:.1e}")
needed = next(n for n in range(1, 99) if 0.25**n < 1e-6)
print(f"the bound is below 1e-6 from {needed} layers on")
