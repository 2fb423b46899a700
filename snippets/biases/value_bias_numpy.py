"""A value's bias goes straight through attention and shifts every output."""

import numpy as np

T, D = 4, 3
q, k, v = np.sin(np.arange(3 * T * D)).reshape(3, T, D)
b_v = np.array([0.5, -2.0, 1.0])  # (D,)

scores = q @ k.T / D**0.5  # (T, T)
A = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)  # (T, T)
out = A @ v  # (T, D)
out_b = A @ (v + b_v)  # (T, D) <-

for t in range(T):
    shift = " ".join(f"{s:6.3f}" for s in out_b[t] - out[t])
    print(f"token {t}: attention weights sum to {A[t].sum():.3f}", end=", ")
    print(f"output shifts by {shift}")

A[1, 3] = 0  # an attention row that no longer sums to 1
shift = " ".join(f"{s:6.3f}" for s in (A @ (v + b_v) - A @ v)[1])
print(f"token 1 less one weight: sum {A[1].sum():.3f}, output shifts by {shift}")
