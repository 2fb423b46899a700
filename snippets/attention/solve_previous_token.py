"""A head that copies the previous token, from one-hot positions and one matrix."""

import numpy as np

T, P, C = 4, 4, 3
x = np.array([[5.0, 1.0, 0.0], [0.0, 7.0, 2.0], [1.0, 1.0, 9.0], [4.0, 4.0, 4.0]])
position = np.eye(P)[:T]  # (T, P) one-hot

for strength in [1, 5, 50]:
    Wq = strength * np.eye(P, k=-1)  # (P, P) place t asks for place t - 1 <-
    scores = (position @ Wq) @ position.T  # (T, T) keys: the positions themselves
    scores = np.where(np.tril(np.ones((T, T))) == 1, scores, -np.inf)  # (T, T)
    e = np.exp(scores)  # (T, T)
    A = e / e.sum(1, keepdims=True)  # (T, T)
    out = A @ x  # (T, C) values: the tokens themselves
    print(
        f"strength {strength:2}: weights",
        " ".join(f"{a:.3f}" for a in A[3]),
        end="",
    )
    print(", output", " ".join(f"{o:.3f}" for o in out[3]))
print("token 3 itself:", " ".join(f"{c:.3f}" for c in x[2]))
