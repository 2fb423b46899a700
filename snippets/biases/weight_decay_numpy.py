"""Decay on weights flattens a fit; decay on the bias pulls it towards 0."""

import numpy as np

n = 6
angle = (np.arange(n) + 0.5) * np.pi / n  # (n,)
X = np.cos(np.outer(angle, [1, 2, 3, 4, 5]))  # (n, 5) waves, from slow to fast
noise = np.array([0.6, -0.7, 0.5, -0.4, 0.8, -0.8])  # (n,)
truth = 10 + np.cos(angle)  # (n,) an offset of 10 and the slowest wave

unseen = np.linspace(0, np.pi, 50)  # (50,)
X_unseen = np.cos(np.outer(unseen, [1, 2, 3, 4, 5]))  # (50, 5)
X_plus = np.hstack([X, np.ones((n, 1))])  # (n, 6) ones for the bias

cases = [("nothing", 0, 0), ("w", 0.3, 0), ("w and b", 0.3, 0.3)]  # decay on what
for offset in (0, 90):
    y = truth + noise + offset  # (n,)
    print(f"mean target {y.mean():.2f}")
    for name, decay_w, decay_b in cases:
        decay = np.diag([decay_w] * 5 + [decay_b])  # (6, 6) <-
        # Slope 0 of mean((Xw + b - y)^2)/2 + (decay_w w^2 + decay_b b^2)/2:
        *w, b = np.linalg.solve(X_plus.T @ X_plus / n + decay, X_plus.T @ y / n)
        size, p_mean = np.linalg.norm(w), (X @ w + b).mean()
        error = X_unseen @ w + b - (10 + np.cos(unseen) + offset)  # (50,)
        rms = np.sqrt((error**2).mean())
        print(f"  decay on {name:7}: |w| = {size:.2f}, b = {b:6.2f}", end=", ")
        print(f"mean prediction {p_mean:6.2f}, error {rms:5.2f}")
