"""The same with torch's layer_norm, whose last argument but one is the bias."""

import torch
from torch.nn.functional import layer_norm

torch.set_default_dtype(torch.float64)
x = torch.tensor([[1.0, 2, 3, 6], [-40, 0, 80, 0], [0.1, 0.3, 0.2, 0.1]])  # (3, 4)
gain = torch.tensor([1.0, 1.0, 1.0, 1.0])  # (4,)
bias = torch.tensor([0.5, -0.5, 3.0, 1.0])  # (4,) one number a channel

normed = layer_norm(x, (4,), eps=1e-12)  # (3, 4)
y = layer_norm(x, (4,), gain, bias, eps=1e-12)  # (3, 4) <-

for t in range(3):
    std, normed_std, y_std = (v[t].std(correction=0) for v in (x, normed, y))
    print(f"token {t}: mean {x[t].mean():6.3f}, std {std:6.3f}", end=" | ")
    print(f"normed: std {normed_std:.3f}", end=" | ")
    print(f"y: mean {y[t].mean():.3f}, std {y_std:.3f}")
print(f"mean of the bias itself: {bias.mean():.3f}")
print(f"normed means below 1e-12: {bool(normed.mean(1).abs().max() < 1e-12)}")

# The layer that follows can take the norm's bias over.
W = torch.tensor([[0.2, -0.4, 0.1, 0.5], [1.0, 0.3, -0.6, 0.7]])  # (2, 4)
b = torch.tensor([0.1, -0.2])  # (2,)
folded = W @ bias + b  # (2,) <-
difference = ((y @ W.T + b) - ((normed * gain) @ W.T + folded)).abs().max()
print(f"folded into the next bias, change below 1e-12: {bool(difference < 1e-12)}")
