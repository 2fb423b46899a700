"""The same forward pass: one look-up, two products, and softmax over each row."""

import numpy as np

words = ["the", "cat", "sat", "mat"]
E = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, -1.0], [-1.0, 0.0]])  # (4, 2)
W1 = np.array([[2.0, -2.0, 0.0, 0.0], [0.0, 0.0, 2.0, -2.0]])  # (2, 4)
W2 = np.array(
    [[-1, 1, -1, 0.5], [0.5, -1, 0, -1], [-1, -1, 1.5, -1], [1, -0.5, -1, 0]]
)  # (4, 4)
(V, C), F = E.shape, len(W2)
ids = np.array([words.index(word) for word in "the cat sat".split()])
T = len(ids)

x = E[ids]  # (T, C) look up a row for each id
a = np.maximum(x @ W1, 0.0)  # (T, F) hidden layer, ReLU
z = a @ W2  # (T, V) logits <-
p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)  # (T, V) <-

for t in range(T):
    print(f"position {t + 1}: {words[ids[t]]}, id {ids[t]}")
    print("  x " + " ".join(f"{n:6.2f}" for n in x[t]))
    print("  a " + " ".join(f"{n:6.2f}" for n in a[t]))
    print("  z " + " ".join(f"{n:6.2f}" for n in z[t]))
    print("  p " + " ".join(f"{n:6.3f}" for n in p[t]), end="")
    print(f"  next: {words[p[t].argmax()]}")
