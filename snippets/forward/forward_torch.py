"""The same forward pass as a module: Embedding, Linear, ReLU, Linear."""

import torch
from torch import nn

words = ["the", "cat", "sat", "mat"]
V, C, F = 4, 2, 4
net = nn.Sequential(
    nn.Embedding(V, C),
    nn.Linear(C, F, bias=False),
    nn.ReLU(),
    nn.Linear(F, V, bias=False),
)
E = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.0, -1.0], [-1.0, 0.0]])  # (V, C)
W1 = torch.tensor([[2.0, -2.0, 0.0, 0.0], [0.0, 0.0, 2.0, -2.0]])  # (C, F)
W2 = torch.tensor(
    [[-1, 1, -1, 0.5], [0.5, -1, 0, -1], [-1, -1, 1.5, -1], [1, -0.5, -1, 0]]
)  # (F, V)
net.load_state_dict({"0.weight": E, "1.weight": W1.T, "3.weight": W2.T})
ids = torch.tensor([words.index(word) for word in "the cat sat".split()])
T = len(ids)

with torch.no_grad():
    x = net[0](ids)  # (T, C)
    a = net[:3](ids)  # (T, F)
    z = net(ids)  # (T, V) logits <-
    p = z.softmax(dim=1)  # (T, V) over the vocabulary, not over positions <-

for t in range(T):
    print(f"position {t + 1}: {words[ids[t]]}, id {ids[t]}")
    print("  x " + " ".join(f"{n:6.2f}" for n in x[t]))
    print("  a " + " ".join(f"{n:6.2f}" for n in a[t]))
    print("  z " + " ".join(f"{n:6.2f}" for n in z[t]))
    print("  p " + " ".join(f"{n:6.3f}" for n in p[t]), end="")
    print(f"  next: {words[p[t].argmax()]}")
