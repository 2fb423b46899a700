"""The same mask as a matrix: the scores of later tokens become minus infinity."""

import numpy as np

q = np.array([[1.0, 0.5], [0.0, 1.0], [1.5, -0.5], [0.5, 0.5]])  # (4, 2)
k = np.array([[0.5, 0.5], [1.0, -1.0], [0.0, 1.0], [2.0, 1.0]])  # (4, 2)
v = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 2.0], [3.0, -1.0]])  # (4, 2)
T, D = q.shape


def attention(v):
    """One causal head: values (T, D) -> weights (T, T), outputs (T, D)."""
    scores = q @ k.T / D**0.5  # (T, T)
    may_see = np.tril(np.ones((T, T))) == 1  # (T, T) on and below the diagonal
    scores = np.where(may_see, scores, -np.inf)  # (T, T) <-
    e = np.exp(scores - scores.max(1, keepdims=True))  # (T, T) exp(-inf) is 0
    A = e / e.sum(1, keepdims=True)  # (T, T)
    return A, A @ v


A, out = attention(v)
for i in range(T):
    print(f"token {i + 1}: weights", " ".join(f"{a:.3f}" for a in A[i]), end="")
    print(", output", " ".join(f"{o:6.3f}" for o in out[i]))

edited = np.vstack([v[:3], [100.0, 100.0]])  # (T, D) another last token
_, after = attention(edited)
print("last token edited, outputs the same:", *(after == out).all(1))
