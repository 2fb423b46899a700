"""A bias moves the point where a neuron switches; the steepness stays."""

from math import exp

for w, b in [(2, -4), (2, -2), (2, -1), (2, 0), (2, 1), (2, 2), (4, -1), (1, -1)]:
    x = 1.0
    p = 1 / (1 + exp(-(w * x + b)))
    crossing = (0 - b) / w  # where w * x + b = 0 <-
    print(f"w = {w:4.1f}, b = {b:4.1f}: p(x = 1) = {p:.4f}", end=", ")
    print(f"p = 1/2 at x = {crossing:5.2f}")
