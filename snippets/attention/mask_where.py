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


def hide(s):
    """Minus infinity for what may not be seen: (T, T) -> (T, T)."""
    return np.where(may_see == 1, s, -np.inf)  # <-


rules = {
    "-inf, then softmax": lambda s: softmax(hide(s)),
    "softmax, then 0   ": lambda s: softmax(s) * may_see,  # wrong
    "0, then softmax   ": lambda s: softmax(s * may_see),  # wrong: exp(0) is 1
}
# Another last token: all score it higher, and its value is 9.
scores_2, v_2 = scores + np.array([0, 0, 5.0]), np.array([[1.0], [2.0], [9.0]])
for name, rule in rules.items():
    A = rule(scores)  # (T, T)
    change = (rule(scores_2) @ v_2 - A @ v)[:, 0]  # (T,) <-
    print(f"{name}: sums of rows", " ".join(f"{s:.3f}" for s in A.sum(1)))
    print("  change of the outputs:", " ".join(f"{c:.3f}" for c in change))
