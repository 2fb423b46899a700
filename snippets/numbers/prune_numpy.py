"""Pruning: set the smallest weights to 0 and see what is left of the output."""

import numpy as np

n = 64
places = (np.arange(n * n) * 2731 % (n * n) + 0.5) / (n * n)  # (n * n,)
W = np.log(places / (1 - places)).reshape(n, n)  # (n, n)
x = np.cos(np.arange(n) * 1.3)  # (n,)


def prune(W, share):
    """Zero the given share of the weights, smallest first."""
    smallest = np.sort(np.abs(W), axis=None)[int(share * W.size)]
    return np.where(np.abs(W) < smallest, 0.0, W)  # <-


def two_of_four(W):
    """In each four weights of a row, zero the two smallest."""
    fours = W.reshape(-1, 4)
    keep = np.argsort(np.argsort(-np.abs(fours), 1), 1) < 2
    return (fours * keep).reshape(W.shape)


def error(V):
    """Relative error of the layer's output."""
    return np.linalg.norm(V @ x - W @ x) / np.linalg.norm(W @ x)


cases = {f"smallest {n}%": prune(W, n / 100) for n in (10, 30, 50, 70, 90)}
cases["two of each four"] = two_of_four(W)
print("zeroed            zeros  squares left  output off by")
for name, V in cases.items():
    zeros, left = (V == 0).mean(), (V**2).sum() / (W**2).sum()
    print(f"{name:16} {zeros:6.0%} {left:13.1%} {error(V):14.2f}")
