"""int8: a weight as a whole number from -127 to 127, times a scale."""

import numpy as np

W = np.array([[0.31, -0.12, 0.05, 0.22], [0.02, 6.00, -0.04, 0.01]])  # (2, 4)
x = np.array([1.0, 0.5, -2.0, 1.5])  # (4,)


def quantise(W, scale):
    """Weights to int8."""
    return np.clip(np.round(W / scale), -127, 127).astype(np.int8)  # <-


for name, largest in (
    ("one scale", np.abs(W).max()),
    ("a scale a row", np.abs(W).max(1, keepdims=True)),
):
    scale = largest / 127
    q = quantise(W, scale)
    back = q * scale  # (2, 4)
    print(f"{name}:", *q.tolist())
    print(f"  largest error of a weight: {np.abs(back - W).max():.4f}")
    print(f"  outputs {np.round(back @ x, 3)}, should be {np.round(W @ x, 3)}")
