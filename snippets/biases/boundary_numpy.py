"""The same four lines and four points as one matrix product."""

import numpy as np

X = np.array([[0, 0], [2, 0], [0, 2], [2, 2]])  # (4, 2) a point a row
W = np.array([[1, 2], [2, 1], [1, 2], [1, 2]])  # (4, 2) a neuron a row
b = np.array([0, 0, -3, 2])  # (4,) a bias a neuron

distance = (0 - b) / np.linalg.norm(W, axis=1)  # (4,) from (0, 0) to each line <-
Z = X @ W.T + b  # (4, 4) points by neurons
P = 1 / (1 + np.exp(-Z))  # (4, 4)

for j, (w1, w2) in enumerate(W):
    print(f"w = ({w1:.1f}, {w2:.1f}), b = {b[j]:4.1f}: line at distance {distance[j]:5.2f}")
    for (x1, x2), z, p in zip(X, Z[:, j], P[:, j]):
        side = "on the line" if z == 0 else "above" if z > 0 else "below"
        print(f"  x = ({x1:.1f}, {x2:.1f}): z = {z:4.1f}, p = {p:.4f}, {side}")
