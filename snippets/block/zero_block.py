"""A block of zeros does nothing in pre-norm, and still norms in post-norm."""

import numpy as np

C = 4  # channels
x = np.array([[1.0, 2.0, 3.0, 6.0], [40.0, 0.0, -40.0, 0.0]])  # (2, C)
zero_up, zero_down = np.zeros((C, 4 * C)), np.zeros((4 * C, C))


def norm(x):
    """LayerNorm without gain and bias: (T, C) -> (T, C)."""
    return (x - x.mean(1, keepdims=True)) / (x.var(1, keepdims=True) + 1e-5) ** 0.5


def part(x):
    """A feed-forward part whose weights are all zero: (T, C) -> (T, C)."""
    return np.maximum(x @ zero_up, 0) @ zero_down  # <-


ways = {
    "no residual": part(x),
    "pre-norm": x + part(norm(x)),
    "post-norm": norm(x + part(x)),
}
for name, y in ways.items():
    print(f"{name:11}", *(f"{c:6.2f}" for c in y.ravel()), end="")
    print(f"  unchanged: {np.array_equal(y, x)}")
