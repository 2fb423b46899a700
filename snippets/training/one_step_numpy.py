"""Three training steps on one pair of letters, by a model that is one matrix."""

import numpy as np

letters = "aeN"
V = len(letters)
W = np.zeros((V, V))  # (V, V)
x, y, lr = letters.index("N"), letters.index("e"), 1.0  # after N comes e


def softmax(z):
    """Scores (V,) to probabilities (V,)."""
    return np.exp(z - z.max()) / np.exp(z - z.max()).sum()


for step in range(4):
    p = softmax(W[x])  # (V,)
    L = -np.log(p[y])
    print(f"step {step}: p = {p.round(2).tolist()}  loss {L:.3f}")
    g = p - np.eye(V)[y]  # (V,)
    W[x] -= lr * g  # <-

print("W:", *W.round(2).tolist(), sep="\n  ")
