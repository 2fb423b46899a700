"""Hidden units that start equal stay equal, and all but one is waste."""

import numpy as np

x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  # (4, 2)
y = np.array([0.0, 1.0, 1.0, 0.0])  # (4,) exclusive or
starts = {
    "zeros": ([[0.0, 0.0], [0.0, 0.0]], [0.0, 0.0]),
    "equal": ([[0.5, 0.5], [0.5, 0.5]], [0.5, 0.5]),
    "different": ([[0.6, -0.4], [-0.5, 0.7]], [0.5, 0.4]),
}

final = {}
for name, (W, w) in starts.items():
    W, w = np.array(W), np.array(w)  # into and out of 2 hidden units
    for step in range(1000):
        z = x @ W  # (4, 2)
        a = np.maximum(z, 0)  # (4, 2) ReLU
        dp = 2 * (a @ w - y) / len(y)  # (4,) of the squared error
        dw = a.T @ dp  # (2,)
        dW = x.T @ (np.outer(dp, w) * (z > 0))  # (2, 2) <-
        W, w = W - 0.1 * dW, w - 0.1 * dw
        if step == 0:
            first = max(np.abs(dW).max(), np.abs(dw).max())
    L = np.mean((np.maximum(x @ W, 0) @ w - y) ** 2)  # ()
    final[name] = W, w, L
    same = np.allclose(W[:, 0], W[:, 1]) and np.isclose(w[0], w[1])
    print(f"{name:9s}: gradient {first:.2f}, last loss {L:.3f}, equal: {same}")
