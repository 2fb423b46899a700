"""Gradients of unequal parts add up to the batch's if scaled by their tokens."""

import numpy as np

x = np.array(
    [[1.0, 0.0], [0.5, 1.0], [-1.0, 2.0], [0.0, 1.0], [2.0, 1.0]]
)  # (5, 2)
y = np.array([0, 1, 1, 0, 1])
W = np.array([[0.3, -0.1], [0.2, 0.4]])  # (2, 2)
T, V = len(y), W.shape[1]


def grad(rows):
    """Gradient of the rows' mean cross-entropy with respect to W, by nudges."""
    slopes = np.zeros_like(W)  # (2, V)
    for i, v in np.ndindex(W.shape):
        for sign in [1, -1]:
            nudged = W.copy()  # (2, V)
            nudged[i, v] += sign * 1e-6
            z = x[rows] @ nudged  # (len(rows), V)
            losses = (
                np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(rows)), y[rows]]
            )
            slopes[i, v] += sign * losses.mean() / 2e-6
    return slopes


full = grad([0, 1, 2, 3, 4])  # (2, V)
parts = [[0, 1, 2, 3], [4]]
halves = sum(grad(rows) / len(parts) for rows in parts)  # (2, V) each part alike
scaled = sum(grad(rows) * len(rows) / T for rows in parts)  # (2, V) by tokens <-
for name, g in [("full batch", full), ("each / 2", halves), ("by tokens", scaled)]:
    print(f"{name:10}: " + " ".join(f"{n:7.4f}" for n in g.ravel()))
