"""The same four lines and four points as one matrix product."""

import numpy as np

X = np.array([[0, 0], [2, 0], [0, 2], [2, 2]])  # (4, 2) a point a row
W = np.array([[1, 2], [2, 1], [1, 2], [1, 2]])  # (4, 2) a neuron a row
b = np.array([0, 0, -3, 2])  # (4,) a bias a neuron

distance = (0 - b) / np.linalg.norm(W, axis=1)  # (4,) of each line <-
z = X @ W.T + b  # (4, 4) points by neurons
p = 1 / (1 + np.exp(-z))  # (4, 4)

for j, (w1, w2) in enumerate(W):
    print(f"w = ({w1:.1f}, {w2:.1f}), b = {b[j]:4.1f}", end=": ")
    print(f"line at distance {distance[j]:5.2f}")
    for (x1, x2), z_i, p_i in zip(X, z[:, j], p[:, j]):
        side = "on the line" if z_i == 0 else "above" if z_i > 0 else "below"
        print(f"  x = ({x1:.1f}, {x2:.1f}): z = {z_i:4.1f}, p = {p_i:.4f}, {side}")
