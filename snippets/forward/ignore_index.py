"""torch leaves out every target of -100, from the sum and from the count."""

import torch
from torch.nn.functional import cross_entropy

words = ["the", "cat", "sat", "mat", "end"]
V, END = len(words), 4
texts = [[0, 1, 2, END], [0, 3, END]]
T, B = max(map(len, texts)), len(texts)
ids = torch.tensor([text + [END] * (T - len(text)) for text in texts])  # (B, T)
real = torch.tensor([[t < len(text) for t in range(T)] for text in texts])  # (B, T)
W = torch.zeros(V, V)  # (V, V) a row of logits for what follows each word
W[[0, 0, 1, 2, 3, 4], [1, 3, 2, 4, 4, 4]] = torch.tensor([2.0, 1, 3, 2, 2, 4])
z = W[ids[:, :-1]].flatten(0, 1)  # (B * (T - 1), V)
y = ids[:, 1:].masked_fill(~real[:, 1:], -100).flatten()  # (B * (T - 1),) <-
y_padded = ids[:, 1:].flatten()  # (B * (T - 1),)

for name, targets in [("padding -100", y), ("padding counted", y_padded)]:
    L = cross_entropy(z, targets)
    print(f"{name}: {(targets != -100).sum()} targets, {L:.3f}")
L = cross_entropy(z, y_padded, ignore_index=END)
print(f"every end ignored: {(y_padded != END).sum()} targets, {L:.3f}")
