"""Stable softmax: subtract the largest score first; the shares stay the same."""

from math import exp, inf


def softmax(z):
    """Shares of a list of scores (V,); no exponent is above 0."""
    top = max(z)
    exps = [exp(s - top) for s in z]  # <-
    return [e / sum(exps) for e in exps]


for z in [
    [2, 1, 0],
    [1002, 1001, 1000],
    [-998, -999, -1000],
    [2, 1, -inf],
    [4, 2, 0],
]:
    p = softmax(z)
    print(f"{str(z):20} -> " + " ".join(f"{n:.4f}" for n in p), end="")
    print(f"  p1 / p2 = {p[0] / p[1]:.4f}, exp(z1 - z2) = {exp(z[0] - z[1]):.4f}")
