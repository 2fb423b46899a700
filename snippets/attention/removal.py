"""Three measures of which token mattered, and they do not agree."""

import torch

torch.set_default_dtype(torch.float64)
words = ["the", "cat", "sat", "."]
scores = torch.tensor([0.0, 0.5, 0.3, 2.5])  # (4,) of the token that asks
v = torch.tensor([[0.2, 0.1], [3.0, -2.0], [1.0, 2.5], [0.05, -0.02]])  # (4, 2)
w = torch.tensor([1.0, -1.0])  # (2,) reads a prediction from the output


def predict(scores, v):
    """Scores (n,) and values (n, 2) -> attention weights (n,), one number."""
    A = scores.softmax(0)
    return A, A @ v @ w  # <-


A, y = predict(scores, v)
v.requires_grad_()
slope = torch.autograd.grad(predict(scores, v)[1], v)[0]  # (4, 2)
share = (slope * v).sum(1).detach()  # (4,) gradient times value; adds up to y <-
print(f"prediction {y:.3f}")
for j, word in enumerate(words):
    rest = [i for i in range(4) if i != j]
    change = abs(predict(scores[rest], v[rest])[1] - y)
    print(f"{word:3}: attention weight {A[j]:.3f}, share {share[j]:6.3f}", end="")
    print(f", change if the token were absent {change:.3f}")
