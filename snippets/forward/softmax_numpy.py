"""Stable softmax over the last axis of an array."""

from math import exp, inf

import numpy as np


def softmax(z):
    """Shares along the last axis of scores (..., V); no exponent is above 0."""
    exps = np.exp(z - z.max(axis=-1, keepdims=True))  # <-
    return exps / exps.sum(axis=-1, keepdims=True)


for z in [
    [2, 1, 0],
    [1002, 1001, 1000],
    [-998, -999, -1000],
    [2, 1, -inf],
    [4, 2, 0],
]:
    p = softmax(np.array(z))
    print(f"{str(z):20} -> " + " ".join(f"{n:.4f}" for n in p), end="")
    print(f"  p1 / p2 = {p[0] / p[1]:.4f}, exp(z1 - z2) = {exp(z[0] - z[1]):.4f}")
