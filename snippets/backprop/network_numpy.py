"""The same network by hand, all examples and neurons at once."""

import numpy as np

X = np.array([[0.5, -1.0], [1.5, 2.0], [-1.0, 0.5]])  # (3, 2)
y = np.array([1.0, -0.5, 0.0])  # (3,)
W1 = np.array([[0.4, -0.6], [0.3, 0.8]])  # (2, 2)
b1 = np.array([0.1, -0.2])  # (2,)
w2, b2 = np.array([0.7, -0.9]), 0.2

z = X @ W1 + b1  # (3, 2)
a = np.tanh(z)  # (3, 2)
p = a @ w2 + b2  # (3,)
L = ((p - y) ** 2).mean()

dp = 2 * (p - y) / len(X)  # (3,) d stands for dL/d
dw2, db2 = a.T @ dp, dp.sum()
da = np.outer(dp, w2)  # (3, 2)
dz = da * (1 - a**2)  # (3, 2) <-
dW1, db1 = X.T @ dz, dz.sum(0)  # <-

print(f"L = {L:.6f}")
print("dL/dW1 =", " ".join(f"{g:9.6f}" for g in dW1.ravel()))
print("dL/db1 =", " ".join(f"{g:9.6f}" for g in db1))
print("dL/dw2 =", " ".join(f"{g:9.6f}" for g in dw2))
print("dL/db2 =", f"{db2:9.6f}")
