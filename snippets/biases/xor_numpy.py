"""The same three networks as matrices, on all four inputs at once."""

import numpy as np

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])  # (4, 2)
y = X[:, 0] ^ X[:, 1]  # (4,)

W = np.array([[1, -1], [-1, 1]])  # (2, 2) no bias; its own transpose
without_bias = np.maximum(X @ W, 0) @ np.array([1, 1])  # (4,) <-

W1 = np.array([[1, 1], [-1, -1]])  # (2, 2) rows: OR, NAND
b1 = np.array([-0.5, 1.5])  # (2,)
hidden = (X @ W1.T + b1 > 0).astype(int)  # (4, 2)
textbook = (hidden.sum(1) - 1.5 > 0).astype(int)  # (4,) AND

bare_hidden = (X @ W1.T > 0).astype(int)  # (4, 2)
bare = (bare_hidden.sum(1) > 0).astype(int)  # (4,)

print("x1 x2 | XOR | ReLU, no bias | OR-NAND | OR-NAND, biases set to 0")
for (x1, x2), y_i, r, t, o in zip(X, y, without_bias, textbook, bare):
    print(f" {x1}  {x2} |  {y_i}  |       {r}       |    {t}    |    {o}")
