"""Leak test by autograd: no gradient may reach an output from a later input."""

import torch
from torch.nn.functional import scaled_dot_product_attention

T, C = 5, 4
x = torch.sin(torch.arange(T * C) ** 2.0).reshape(T, C)  # (T, C)
Wq, Wk, Wv = torch.cos(torch.arange(3 * C * C) ** 2.0).reshape(3, C, C)


def attention(x, diagonal):
    """A head in which token i sees up to i + diagonal: (T, C) -> (T, C)."""
    may_see = torch.ones(T, T).tril(diagonal) == 1  # (T, T) <-
    q, k, v = (x @ Wq)[None], (x @ Wk)[None], (x @ Wv)[None]  # (1, T, C)
    return scaled_dot_product_attention(q, k, v, attn_mask=may_see)[0]  # (T, C)


def moved(diagonal):
    """Which input (column) has a gradient to which output (row): (T, T)."""
    head = lambda x: attention(x, diagonal)
    J = torch.autograd.functional.jacobian(head, x)  # (T, C, T, C) <-
    return (J != 0).any(3).any(1).int()  # (T, T)


for name, diagonal in [("up to itself", 0), ("one too far", 1)]:
    grid = moved(diagonal)  # (T, T)
    print(f"{name}: leaks {grid.triu(1).sum()}")
    for row in grid.tolist():
        print(" ", *row)
