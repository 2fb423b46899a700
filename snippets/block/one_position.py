"""A feed-forward part passes no gradient between positions; attention does."""

import torch
from torch.autograd.functional import jacobian

T, C = 4, 6  # tokens, channels
numbers = torch.arange(1, 4 * C * C + 1, dtype=torch.float64)  # (4 * C * C,)
x = numbers[: T * C].cos().reshape(T, C)  # (T, C)
W_up = (numbers**2).sin().reshape(C, 4 * C)  # (C, 4 * C)
W_down = (numbers**3).sin().reshape(4 * C, C)  # (4 * C, C)
Wq, Wk, Wv, _ = W_up.reshape(4, C, C) / 2


def feed_forward(x):
    """Two products and a GELU between them: (T, C) -> (T, C)."""
    return torch.nn.functional.gelu(x @ W_up) @ W_down  # <-


def attention(x):
    """One head without a mask: (T, C) -> (T, C)."""
    return torch.softmax(x @ Wq @ (x @ Wk).T / C**0.5, 1) @ (x @ Wv)


for part in (feed_forward, attention):
    J = jacobian(part, x)  # (T, C, T, C) output token and channel, then input
    size = J.abs().amax((1, 3))  # (T, T) largest entry for a pair of tokens
    print(f"{part.__name__}: row = output token, column = input token")
    for row in size.tolist():
        print(" ", " ".join(f"{g:7.3f}" for g in row))
    other = size[~torch.eye(T, dtype=torch.bool)]  # (T * (T - 1),)
    print(f"  exactly 0 between tokens: {(other == 0).sum()} of {other.numel()}")
