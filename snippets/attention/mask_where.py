"""A mask after the softmax lets the future in through the denominator."""

import numpy as np

scores = np.array([[0.5, 1.0, 2.0], [1.0, 0.0, 1.5], [0.2, 0.4, 0.6]])  # (3, 3)
v = np.array([[1.0], [2.0], [4.0]])  # (3, 1)
T = len(scores)
may_see = np.tril(np.ones((T, T)))  # (T, T)


def softmax(s):
    """Scores to weights along each row: (T, T) -> (T, T)."""
    e = np.exp(s - s.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def before(s):
    """Right: minus infinity, then softmax: (T, T) -> (T, T)."""
    return softmax(np.where(may_see == 1, s, -np.inf))  # <-


def after(s):
    """Wrong: softmax, then zeros: (T, T) -> (T, T)."""
    return softmax(s) * may_see


def product(s):
    """Wrong: zeros, then softmax; exp(0) is 1, not 0: (T, T) -> (T, T)."""
    return softmax(s * may_see)


# Another last token: its key scores higher, and its value is 9.
other = scores + np.array([0, 0, 5.0]), np.array([[1.0], [2.0], [9.0]])
for name, rule in [
    ("-inf before", before),
    ("0 after", after),
    ("0 before", product),
]:
    A = rule(scores)  # (T, T)
    change = abs(rule(other[0]) @ other[1] - A @ v)[:2]  # (2, 1) tokens 1 and 2
    print(
        f"{name:11}: sums of rows", " ".join(f"{s:.3f}" for s in A.sum(1)), end=""
    )
    print(f", future in token 1: {A[0, 2]:.3f}", end="")
    print(f", change of tokens 1, 2: {change[0, 0]:.3f} {change[1, 0]:.3f}")
