"""Softmax over two scores is the sigmoid of their difference."""

from math import exp


def softmax(z):
    """Shares of scores (V,)."""
    exps = [exp(s - max(z)) for s in z]
    return [e / sum(exps) for e in exps]


for z in [[0.0, 0.0], [2.0, 0.0], [5.0, 3.0], [-1.0, 3.0]]:
    p = softmax(z)
    sigmoid = 1 / (1 + exp(-(z[0] - z[1])))  # <-
    print(f"{z}: softmax {p[0]:.4f} {p[1]:.4f}, ", end="")
    print(f"sigmoid of {z[0] - z[1]:4.1f}: {sigmoid:.4f}")
