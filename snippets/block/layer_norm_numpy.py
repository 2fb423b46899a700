"""LayerNorm of all tokens at once: the mean is taken over channels, not tokens."""

import numpy as np

x = np.array([[1.0, 2.0, 3.0, 6.0], [-2.0, 0.5, 0.5, 3.0]])  # (2, 4)
gain = np.array([1.0, 2.0, 1.0, 1.0])  # (4,)
bias = np.array([0.0, 0.0, 0.0, 5.0])  # (4,)
T, C = x.shape
eps = 1e-5


def layer_norm(x):
    """Each row by its own mean and variance: (..., C) -> (..., C)."""
    mean = x.mean(-1, keepdims=True)
    var = ((x - mean) ** 2).mean(-1, keepdims=True)
    std = np.sqrt(var + eps)
    return (x - mean) / std * gain + bias  # <-


y = layer_norm(x)  # (T, C)
for t, token in enumerate(y):
    print(f"token {t + 1}: {' '.join(f'{c:6.3f}' for c in token)}")

wide = {"10 added to each": x[0] + 10, "times 100": 100 * x[0], "times -1": -x[0]}
for name, token in wide.items():
    print(f"{name:17} {' '.join(f'{c:6.3f}' for c in layer_norm(token))}")
