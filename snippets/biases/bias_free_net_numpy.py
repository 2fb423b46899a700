"""A T5-like encoder has no bias anywhere: zero in gives exactly zero out."""

import numpy as np

T, C, F, N = 5, 8, 32, 3  # tokens, channels, feed-forward width, layers


def fixed(n, *shape):
    """Numbers that look random, the same everywhere: n, a shape -> that shape."""
    return np.sin(np.arange(np.prod(shape)) ** 2 + n).reshape(shape)


def rms_norm(x):
    """Divide by the root mean square; no mean, no bias: (T, C) -> (T, C)."""
    return x / np.sqrt((x**2).mean(1, keepdims=True) + 1e-6)  # (T, C)


def encoder(x, b_up=0.0):
    """N residual blocks of attention and feed-forward: (T, C) -> (T, C)."""
    position = fixed(0, T, T)  # (T, T) T5 calls this a bias: added to scores only
    for n in range(N):
        q, k, v, o = fixed(n, 4, C, C)
        up, down = fixed(n, C, F), fixed(n, F, C)
        h = rms_norm(x)  # (T, C)
        scores = (h @ q) @ (h @ k).T + position  # (T, T) T5: no / sqrt(D)
        A = np.exp(scores - scores.max(1, keepdims=True))  # (T, T)
        A = A / A.sum(1, keepdims=True)  # (T, T)
        x = x + A @ (h @ v) @ o  # (T, C) <-
        x = x + np.maximum(rms_norm(x) @ up + b_up, 0) @ down  # (T, C) <-
    return rms_norm(x)  # (T, C)


zero, other = np.zeros((T, C)), fixed(1, T, C)
for name, out in [
    ("zero in", encoder(zero)),
    ("zero in, one bias of 0.001 in each block", encoder(zero, b_up=0.001)),
    ("another input", encoder(other)),
]:
    exact = bool((out == 0).all())
    print(f"{name}: exactly zero: {exact}, largest {abs(out).max():.3f}")
