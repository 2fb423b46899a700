"""The same three steps, with autograd for the gradient and SGD for the step."""

import torch
from torch.nn import functional as F

letters = "aeN"
V = len(letters)
W = torch.zeros(V, V, dtype=torch.float64, requires_grad=True)  # (V, V)
x, y = letters.index("N"), torch.tensor(letters.index("e"))  # after N comes e
optimiser = torch.optim.SGD([W], lr=1.0)

for step in range(4):
    scores = W[x]  # (V,)
    L = F.cross_entropy(scores, y)
    p = scores.softmax(0).detach()  # (V,)
    print(f"step {step}: p = {p.round(decimals=2).tolist()}  loss {L.item():.3f}")
    optimiser.zero_grad()
    L.backward()  # <-
    optimiser.step()

print("W:", *W.detach().round(decimals=2).tolist(), sep="\n  ")
