"""Attention in tiles: the same output, and never more than one tile of scores."""

import numpy as np

T, D = 96, 8
q, k, v = np.sin(np.arange(3 * T * D) ** 2).reshape(3, T, D)
made = {"naive": [], "tiled": []}  # sizes of the score matrices, one by one


def naive(q, k, v):
    """All scores at once, causal: (T, D) three times -> (T, D)."""
    scores = q @ k.T / D**0.5  # (T, T)
    made["naive"].append(scores.size)
    scores[np.arange(T) > np.arange(T)[:, None]] = -np.inf
    e = np.exp(scores - scores.max(1, keepdims=True))  # (T, T)
    return e / e.sum(1, keepdims=True) @ v  # (T, D)


def tiled(q, k, v, size):
    """Tiles of size x size scores, causal: (T, D) three times -> (T, D)."""
    out = np.zeros((T, D))  # (T, D)
    for i in range(0, T, size):
        rows = np.arange(i, i + size)[:, None]  # (size, 1)
        m, total = np.full((size, 1), -np.inf), np.zeros((size, 1))  # (size, 1)
        for j in range(0, i + size, size):  # tiles in the future are skipped
            scores = q[i : i + size] @ k[j : j + size].T / D**0.5  # (size, size)
            made["tiled"].append(scores.size)
            scores[np.arange(j, j + size) > rows] = -np.inf
            new = np.maximum(m, scores.max(1, keepdims=True))  # (size, 1)
            old, e, m = np.exp(m - new), np.exp(scores - new), new
            total = total * old + e.sum(1, keepdims=True)  # (size, 1) <-
            out[i : i + size] = out[i : i + size] * old + e @ v[j : j + size]  # <-
        out[i : i + size] /= total
    return out  # (T, D)


a, b = naive(q, k, v), tiled(q, k, v, 16)  # (T, D)
print(f"equal to 1e-12: {abs(a - b).max() < 1e-12}, last row {b[-1, 0]:.4f}")
for name, sizes in made.items():
    print(f"{name}: {len(sizes)} times {max(sizes)} scores of {T * T}")
