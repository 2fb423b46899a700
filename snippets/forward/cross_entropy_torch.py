"""The same with torch's function, which takes logits and does softmax itself."""

from math import log

import torch
from torch.nn.functional import cross_entropy

torch.set_default_dtype(torch.float64)
words = ["the", "cat", "sat", "mat"]
z = torch.tensor([[-2.0, 2, -2, 1], [-2, -2, 3, -2], [2, -1, -2, 0]])  # (3, 4)
y = torch.tensor([1, 2, 3])  # what came next: cat, sat, mat
T, V = z.shape

losses = cross_entropy(z, y, reduction="none")  # (T,) <-
L = cross_entropy(z, y)  # the mean is the default <-

for t in range(T):
    print(f"{words[y[t]]}: p = {(-losses[t]).exp():.4f}, loss {losses[t]:.4f} nats")
print(f"mean loss  {L:.4f} nats = {L / log(2):.4f} bits")
print(f"perplexity {L.exp():.4f}")
print(f"geometric mean of the p: {(-L).exp():.4f}")
