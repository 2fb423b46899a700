"""Leak test by perturbation: change one input, see which outputs move at all."""

import numpy as np

T, C = 5, 4
x = np.sin(np.arange(T * C) ** 2).reshape(T, C)  # (T, C)
Wq, Wk, Wv = np.cos(np.arange(3 * C * C) ** 2).reshape(3, C, C)


def attention(x, diagonal):
    """A head in which token i sees up to i + diagonal: (T, C) -> (T, C)."""
    scores = (x @ Wq) @ (x @ Wk).T / C**0.5  # (T, T)
    may_see = np.tril(np.ones((T, T)), diagonal) == 1  # (T, T) <-
    e = np.where(may_see, np.exp(scores), 0)  # (T, T)
    return e / e.sum(1, keepdims=True) @ (x @ Wv)  # (T, C)


def moved(diagonal):
    """Which input (column) moves which output (row): (T, T) of 0 and 1."""
    grid = np.zeros((T, T), int)  # (T, T)
    for j in range(T):
        edited = x.copy()  # (T, C)
        edited[j] += 1.0
        change = attention(edited, diagonal) - attention(x, diagonal)  # (T, C) <-
        grid[:, j] = (change != 0).any(1)
    return grid  # (T, T)


for name, diagonal in [("up to itself", 0), ("one too far", 1)]:
    grid = moved(diagonal)  # (T, T)
    print(f"{name}: leaks {np.triu(grid, 1).sum()}")
    for row in grid:
        print(" ", *row)
