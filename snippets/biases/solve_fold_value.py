"""The value's bias folded into the output projection's bias, head by head."""

import numpy as np

T, H, D = 5, 2, 3
C = H * D
A = np.sin(np.arange(H * T * T) ** 2).reshape(H, T, T) ** 2  # (H, T, T)
A = A / A.sum(2, keepdims=True)  # (H, T, T) rows sum to 1, as by softmax
v = np.cos(np.arange(H * T * D) ** 2).reshape(H, T, D)  # (H, T, D)
W_o = np.sin(np.arange(C * C) ** 2 + 1).reshape(C, C)  # (C, C)
b_v = np.array([[0.5, -2.0, 1.0], [0.3, 0.7, -0.4]])  # (H, D)
b_o = np.array([0.1, -0.1, 0.2, 0.0, 0.4, -0.3])  # (C,)


def project(heads, bias):
    """Join the heads and project: (H, T, D), (C,) -> (T, C)."""
    joined = heads.transpose(1, 0, 2).reshape(T, C)  # (T, C)
    return joined @ W_o.T + bias  # (T, C)


both = project(A @ (v + b_v[:, None, :]), b_o)  # (T, C)
b_folded = W_o @ b_v.reshape(C) + b_o  # (C,) <-
one = project(A @ v, b_folded)  # (T, C)

print("b_folded =", " ".join(f"{b:6.3f}" for b in b_folded))
print(f"outputs agree to 1e-12: {abs(both - one).max() < 1e-12}")
dropped = abs(both - project(A @ v, b_o)).max()
print(f"value bias dropped instead: largest difference {dropped:.3f}")
