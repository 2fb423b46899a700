"""A lone output bias, trained by cross-entropy, learns each word's frequency."""

import numpy as np

text = "the cat saw the dog and the dog saw the cat and then the cat ran".split()
words = sorted(set(text))
T, V, lr = len(text), len(words), 2.0
y = np.array([words.index(word) for word in text])  # (T,)
frequency = np.bincount(y) / T  # (V,)

b = np.zeros(V)  # (V,) the same logits whatever came before <-
for step in range(501):
    p = np.exp(b) / np.exp(b).sum()  # (V,)
    if step in (0, 10, 100, 500):
        error = abs(p - frequency).max()
        size = f"{error:.1e}" if error > 1e-12 else "below 1e-12"
        print(f"step {step:3d}: largest error {size}")
    b -= lr * (p - frequency)  # the gradient of the mean of -log p[y] <-

log_f = np.log(frequency)  # (V,)
print("word | frequency | softmax(b) | b - mean | log frequency - mean")
for v, word in enumerate(words):
    print(f"{word:4} |   {frequency[v]:.4f}  |   {p[v]:.4f}   ", end="|")
    print(f"  {b[v] - b.mean():6.3f}  |  {log_f[v] - log_f.mean():6.3f}")
