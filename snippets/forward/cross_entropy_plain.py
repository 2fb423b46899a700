"""Cross-entropy from logits: log-sum-exp less the target's score, on average."""

from math import exp, log

words = ["the", "cat", "sat", "mat"]
z = [
    [-2, 2, -2, 1],
    [-2, -2, 3, -2],
    [2, -1, -2, 0],
]  # (3, 4) logits of the forward pass
y = [1, 2, 3]  # what came next: cat, sat, mat
T, V = len(z), len(z[0])

losses = []
for t in range(T):
    top = max(z[t])
    lse = top + log(sum(exp(s - top) for s in z[t]))
    losses.append(lse - z[t][y[t]])  # -log p of the target <-
L = sum(losses) / T  # <-

for t in range(T):
    print(f"{words[y[t]]}: p = {exp(-losses[t]):.4f}, loss {losses[t]:.4f} nats")
print(f"mean loss  {L:.4f} nats = {L / log(2):.4f} bits")
print(f"perplexity {exp(L):.4f}")
print(f"geometric mean of the p: {exp(-L):.4f}")
