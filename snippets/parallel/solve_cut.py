"""Both orders of cutting a feed-forward part in two, with what has to travel."""

import numpy as np

T, C = 3, 4
F = 4 * C
x = np.sin(np.arange(1.0 * T * C)).reshape(T, C)  # (T, C)
W1 = np.cos(np.arange(1.0 * C * F)).reshape(C, F)  # (C, F)
W2 = np.cos(np.arange(1.0 * F * C) * 0.7).reshape(F, C)  # (F, C)
whole = np.maximum(x @ W1, 0) @ W2  # (T, C)

columns, rows = np.split(W1, 2, 1), np.split(W2, 2, 0)
z = [np.maximum(x @ c, 0) @ r for c, r in zip(columns, rows)]
print("columns, then rows equal:", np.allclose(sum(z), whole, atol=1e-12))
print(f"  added up at the end: {z[0].size} numbers = T C")

rows, columns = np.split(W1, 2, 0), np.split(W2, 2, 1)
parts = [half @ r for half, r in zip(np.split(x, 2, 1), rows)]
a = np.maximum(sum(parts), 0)  # (T, F) <-
halves = [a @ c for c in columns]
print(
    "rows, then columns equal:",
    np.allclose(np.concatenate(halves, 1), whole, atol=1e-12),
)
print(f"  added up between the two: {parts[0].size} numbers = 4 T C")
print(f"  put side by side at the end: {halves[0].size} numbers of each = T C / 2")
