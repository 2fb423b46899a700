"""A key's bias moves whole rows of scores, and softmax cancels that."""

import numpy as np

T, D = 4, 3
q, k, v = np.sin(np.arange(3 * T * D)).reshape(3, T, D)
b_q = np.array([0.3, -0.2, 0.5])  # (D,)
b_k = np.array([5.0, -3.0, 2.0])  # (D,)
target = np.cos(np.arange(T * D)).reshape(T, D)  # (T, D) outputs wanted


def attention(b_q, b_k):
    """Scores, weights, outputs of a head: (D,), (D,) -> (T, T), (T, T), (T, D)."""
    scores = (q + b_q) @ (k + b_k).T / D**0.5  # (T, T) <-
    A = np.exp(scores - scores.max(1, keepdims=True))  # (T, T)
    A = A / A.sum(1, keepdims=True)  # (T, T)
    return scores, A, A @ v


scores, A, out = attention(b_q, b_k)
scores_0, A_0, out_0 = attention(b_q, np.zeros(D))
shift = scores - scores_0  # (T, T)
rows, spread = shift.mean(1), np.ptp(shift, axis=1)  # (T,)
print("shift of each row's scores:", " ".join(f"{s:.3f}" for s in rows))
print(f"the same along a row, below 1e-12:    {spread.max() < 1e-12}")
print(f"change of the output, below 1e-12:    {abs(out - out_0).max() < 1e-12}")

# The loss L is half the sum of (out - target)^2; every row of dL_dS sums to 0.
dL_dA = (out - target) @ v.T  # (T, T)
dL_dS = A * (dL_dA - (A * dL_dA).sum(1, keepdims=True))  # (T, T) <-
grad_q = (dL_dS @ (k + b_k)).sum(0) / D**0.5  # (D,)
grad_k = (dL_dS.T @ (q + b_q)).sum(0) / D**0.5  # (D,)
print("gradient of the query bias:", " ".join(f"{g:.3f}" for g in grad_q))
print(f"gradient of the key bias, below 1e-12: {abs(grad_k).max() < 1e-12}")
