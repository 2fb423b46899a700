"""Zeros in one layer: the other waits one step, then both learn."""

import numpy as np

x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  # (4, 2)
y = np.array([0.0, 1.0, 1.0, 0.0])  # (4,) exclusive or
W = np.array([[0.6, -0.4], [-0.5, 0.7]])  # (2, 2) columns differ
w = np.zeros(2)  # (2,) output weights all zero

losses = []
for step in range(1000):
    z = x @ W  # (4, 2)
    a = np.maximum(z, 0)  # (4, 2)
    losses.append(np.mean((a @ w - y) ** 2))
    dp = 2 * (a @ w - y) / len(y)  # (4,)
    dw = a.T @ dp  # (2,) has a factor a <-
    dW = x.T @ (np.outer(dp, w) * (z > 0))  # (2, 2) has a factor w
    if step < 2:
        first, second = np.abs(dW).max(), np.abs(dw).max()
        print(f"step {step + 1}: gradient of W {first:.3f}, of w {second:.3f}")
    W, w = W - 0.1 * dW, w - 0.1 * dw

print(f"loss: first {losses[0]:.3f}, last {losses[-1]:.3f}")
