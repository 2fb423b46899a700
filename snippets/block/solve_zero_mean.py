"""Whoever writes into the stream with mean 0 needs only RMSNorm."""

import numpy as np

T, C = 3, 6  # tokens, channels
wave = lambda *shape: np.sin(np.arange(1, np.prod(shape) + 1) ** 2.0).reshape(shape)
x, W_up, W_down = wave(T, C), wave(C, 4 * C), wave(4 * C, C)


def rms_norm(x):
    """Each token's vector divided by its root mean square: (T, C) -> (T, C)."""
    return x / np.sqrt((x**2).mean(1, keepdims=True) + 1e-5)


def layer_norm(x):
    """The same after the mean is taken away: (T, C) -> (T, C)."""
    return rms_norm(x - x.mean(1, keepdims=True))


def run(x, W_down, norm):
    """Two pre-norm feed-forward parts, and a last norm: (T, C) -> (T, C)."""
    for n in range(2):
        x = x + np.maximum(norm(x) @ W_up, 0) @ W_down  # (T, C)
    return norm(x)


want = run(x, W_down, layer_norm)  # (T, C)
centred_x = x - x.mean(1, keepdims=True)  # (T, C)
centred_down = W_down - W_down.mean(1, keepdims=True)  # (4 * C, C) each row <-
for name, got in {
    "RMSNorm, weights as they were": run(x, W_down, rms_norm),
    "RMSNorm, what writes is centred": run(centred_x, centred_down, rms_norm),
}.items():
    print(f"{name:32} equal to LayerNorm: {abs(got - want).max() < 1e-12}")
