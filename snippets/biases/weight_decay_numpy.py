"""Decay on weights flattens a fit; decay on the bias pulls the predictions towards 0."""

import numpy as np

n = 6
angle = (np.arange(n) + 0.5) * np.pi / n  # (n,)
X = np.cos(np.outer(angle, [1, 2, 3, 4, 5]))  # (n, 5) waves, from slow to fast
noise = np.array([0.6, -0.7, 0.5, -0.4, 0.8, -0.8])  # (n,)
truth = 10 + np.cos(angle)  # (n,) an offset of 10 and the slowest wave

unseen = np.linspace(0, np.pi, 50)  # (50,)
X_unseen = np.cos(np.outer(unseen, [1, 2, 3, 4, 5]))  # (50, 5)
X_plus = np.hstack([X, np.ones((n, 1))])  # (n, 6) the last column carries the bias

for offset in (0, 90):
    y = truth + noise + offset  # (n,)
    print(f"mean target {y.mean():.2f}")
    for name, decay_w, decay_b in [("nothing", 0, 0), ("w", 0.3, 0), ("w and b", 0.3, 0.3)]:
        D = np.diag([decay_w] * 5 + [decay_b])  # (6, 6) <-
        # Where the slope of mean((Xw + b - y)^2)/2 + decay/2 * (w^2 or b^2) is 0:
        *w, b = np.linalg.solve(X_plus.T @ X_plus / n + D, X_plus.T @ y / n)
        p_mean = (X @ w + b).mean()
        error = X_unseen @ w + b - (10 + np.cos(unseen) + offset)  # (50,)
        print(f"  decay on {name:7}: |w| = {np.linalg.norm(w):.2f}, b = {b:6.2f}", end=", ")
        rms = np.sqrt((error**2).mean())
        print(f"mean prediction {p_mean:6.2f}, error on unseen x {rms:5.2f}")
