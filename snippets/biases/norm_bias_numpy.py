"""LayerNorm gives each token mean 0 and std 1; its bias sets another mean."""

import numpy as np

x = np.array([[1.0, 2, 3, 6], [-40, 0, 80, 0], [0.1, 0.3, 0.2, 0.1]])  # (3, 4)
gain = np.array([1.0, 1.0, 1.0, 1.0])  # (4,)
bias = np.array([0.5, -0.5, 3.0, 1.0])  # (4,) one number a channel

mean = x.mean(1, keepdims=True)  # (3, 1)
var = x.var(1, keepdims=True)  # (3, 1)
normed = (x - mean) / np.sqrt(var + 1e-12)  # (3, 4)
y = normed * gain + bias  # (3, 4) so the bias is not divided away <-

for t, token in enumerate(x):
    print(f"token {t}: mean {token.mean():6.3f}, std {token.std():6.3f}", end=" | ")
    print(f"normed: std {normed[t].std():.3f}", end=" | ")
    print(f"y: mean {y[t].mean():.3f}, std {y[t].std():.3f}")
print(f"mean of the bias itself: {bias.mean():.3f}")
print(f"normed means below 1e-12: {abs(normed.mean(1)).max() < 1e-12}")

# The layer that follows can take the norm's bias over.
W = np.array([[0.2, -0.4, 0.1, 0.5], [1.0, 0.3, -0.6, 0.7]])  # (2, 4)
b = np.array([0.1, -0.2])  # (2,)
folded = W @ bias + b  # (2,) <-
difference = abs((y @ W.T + b) - ((normed * gain) @ W.T + folded)).max()
print(f"folded into the next bias, change below 1e-12: {difference < 1e-12}")
