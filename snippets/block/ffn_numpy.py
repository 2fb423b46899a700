"""The feed-forward part as two matrix products, for all tokens at once."""

import numpy as np

C, F = 2, 8  # width, feed-forward width: 4 * C
x = np.array([[1.0, -0.5], [0.25, 2.0], [1.0, -0.5]])  # (3, C)
W_up = np.sin(np.arange(1, C * F + 1) ** 2).reshape(C, F)  # (C, F)
W_down = np.sin(np.arange(1, F * C + 1) ** 3).reshape(F, C)  # (F, C)
b_up = np.full(F, 0.1)  # (F,)
b_down = np.array([0.2, -0.1])  # (C,)

a = np.maximum(x @ W_up + b_up, 0)  # (3, F) ReLU <-
out = a @ W_down + b_down  # (3, C) <-

for t in range(len(x)):
    active = np.sum(a[t] > 0)
    print(f"token {t + 1}: {active} of {F} neurons active", end=", output")
    print(" ".join(f"{o:7.3f}" for o in out[t]))
print(f"weights {W_up.size + W_down.size}, biases {b_up.size + b_down.size}")
