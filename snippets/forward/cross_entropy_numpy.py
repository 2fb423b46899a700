"""The same cross-entropy: pick the target's log probability in each row."""

import numpy as np

words = ["the", "cat", "sat", "mat"]
z = np.array([[-2, 2, -2, 1], [-2, -2, 3, -2], [2, -1, -2, 0]])  # (3, 4)
y = np.array([1, 2, 3])  # what came next: cat, sat, mat
T, V = z.shape

top = z.max(axis=1, keepdims=True)  # (T, 1)
lse = top + np.log(np.exp(z - top).sum(axis=1, keepdims=True))  # (T, 1)
losses = -(z - lse)[np.arange(T), y]  # (T,) -log p of the target <-
L = losses.mean()  # <-

for t in range(T):
    print(f"{words[y[t]]}: p = {np.exp(-losses[t]):.4f}, loss {losses[t]:.4f} nats")
print(f"mean loss  {L:.4f} nats = {L / np.log(2):.4f} bits")
print(f"perplexity {np.exp(L):.4f}")
print(f"geometric mean of the p: {np.exp(-L):.4f}")
