"""torch leaves out every target of -100, from the sum and from the count."""

import torch
from torch.nn.functional import cross_entropy

words = ["the", "cat", "sat", "mat", "end"]
V, END = len(words), 4
texts = [[0, 1, 2, END], [0, 3, END]]
T, B = max(map(len, texts)), len(texts)
ids = torch.tensor([text + [END] * (T - len(text)) for text in texts])  # (B, T)
real = torch.tensor([[t < len(text) for t in range(T)] for text in texts])  # (B, T)
W = torch.tensor(
    [
        [-1.0, 2.0, 0.0, 1.0, -1.0],
        [0.0, -1.0, 3.0, -1.0, 0.0],
        [0.0, -1.0, -1.0, 0.0, 1.0],
        [0.0, -1.0, 0.0, -1.0, 2.0],
        [0.0, 0.0, 0.0, 0.0, 4.0],
    ]
)  # (V, V) a row of logits for the word that follows each word
z = W[ids[:, :-1]].flatten(0, 1)  # (B * (T - 1), V)
y = ids[:, 1:].masked_fill(~real[:, 1:], -100).flatten()  # (B * (T - 1),) <-
y_padded = ids[:, 1:].flatten()  # (B * (T - 1),)

print(
    "padding -100:    ", f"{(y != -100).sum()} targets, {cross_entropy(z, y):.3f}"
)
print("padding counted: ", f"{len(y)} targets, {cross_entropy(z, y_padded):.3f}")
L = cross_entropy(z, y_padded, ignore_index=END)
print("every end ignored:", f"{(y_padded != END).sum()} targets, {L:.3f}")
