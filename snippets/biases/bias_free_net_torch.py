"""The same encoder from torch's own rms_norm, softmax and relu."""

import torch
from torch.nn.functional import relu, rms_norm

torch.set_default_dtype(torch.float64)
T, C, F, N = 5, 8, 32, 3  # tokens, channels, feed-forward width, layers


def fixed(n, *shape):
    """Numbers that look random, the same everywhere: n, a shape -> that shape."""
    size = torch.Size(shape).numel()
    count = torch.arange(size, dtype=torch.float64)  # (size,)
    return torch.sin(count**2 + n).reshape(shape)


def encoder(x, b_up=0.0):
    """N residual blocks of attention and feed-forward: (T, C) -> (T, C)."""
    position = fixed(0, T, T)  # (T, T) T5 calls this a bias: added to scores only
    for n in range(N):
        q, k, v, o = fixed(n, 4, C, C)
        up, down = fixed(n, C, F), fixed(n, F, C)
        h = rms_norm(x, (C,), eps=1e-6)  # (T, C)
        scores = (h @ q) @ (h @ k).T + position  # (T, T) T5: no / sqrt(D)
        A = scores.softmax(1)  # (T, T)
        x = x + A @ (h @ v) @ o  # (T, C) <-
        x = x + relu(rms_norm(x, (C,), eps=1e-6) @ up + b_up) @ down  # (T, C) <-
    return rms_norm(x, (C,), eps=1e-6)  # (T, C)


zero, other = torch.zeros(T, C), fixed(1, T, C)
for name, out in [
    ("zero in", encoder(zero)),
    ("zero in, one bias of 0.001 in each block", encoder(zero, b_up=0.001)),
    ("another input", encoder(other)),
]:
    exact = bool((out == 0).all())
    print(f"{name}: exactly zero: {exact}, largest {out.abs().max():.3f}")
