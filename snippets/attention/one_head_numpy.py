"""The same head for all tokens at once: two products around a softmax."""

import numpy as np

x = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0]])  # (3, 3)
Wq = np.array([[1.0, 0.5], [-0.5, 1.0], [0.5, 0.0]])  # (3, 2) makes queries
Wk = np.array([[0.5, -1.0], [1.0, 0.5], [0.5, 0.5]])  # (3, 2) makes keys
Wv = np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, 1.0]])  # (3, 2) makes values
T, D = len(x), Wq.shape[1]

q, k, v = x @ Wq, x @ Wk, x @ Wv  # (T, D)
scores = q @ k.T / D**0.5  # (T, T) <-
e = np.exp(scores)  # (T, T)
A = e / e.sum(1, keepdims=True)  # (T, T) attention weights
out = A @ v  # (T, D) <-

for i in range(T):
    print(f"token {i + 1}: scores ", " ".join(f"{s:6.3f}" for s in scores[i]))
    print("         weights", " ".join(f"{a:6.3f}" for a in A[i]))
    print("         output ", " ".join(f"{o:6.3f}" for o in out[i]))
