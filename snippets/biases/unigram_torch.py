"""The same bias trained by autograd on torch's own cross-entropy."""

import torch
from torch.nn.functional import cross_entropy

torch.set_default_dtype(torch.float64)
text = "the cat saw the dog and the dog saw the cat and then the cat ran".split()
words = sorted(set(text))
T, V, lr = len(text), len(words), 2.0
y = torch.tensor([words.index(word) for word in text])  # (T,)
frequency = torch.bincount(y) / T  # (V,)

b = torch.zeros(V, requires_grad=True)  # (V,)
optimizer = torch.optim.SGD([b], lr)
for step in range(501):
    p = b.detach().softmax(0)  # (V,)
    if step in (0, 10, 100, 500):
        error = (p - frequency).abs().max()
        size = f"{error:.1e}" if error > 1e-12 else "below 1e-12"
        print(f"step {step:3d}: largest error {size}")
    optimizer.zero_grad()
    cross_entropy(b.expand(T, V), y).backward()  # one b for all T positions <-
    optimizer.step()

log_f, b = frequency.log(), b.detach()  # (V,)
print("word | frequency | softmax(b) | b - mean | log frequency - mean")
for v, word in enumerate(words):
    print(f"{word:4} |   {frequency[v]:.4f}  |   {p[v]:.4f}   ", end="|")
    print(f"  {b[v] - b.mean():6.3f}  |  {log_f[v] - log_f.mean():6.3f}")
