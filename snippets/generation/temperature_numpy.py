"""Temperature divides the scores before softmax: a sharper or flatter choice."""

import numpy as np

words = "cat dog mat tax".split()
z = np.array([3.0, 2.0, 1.0, -1.0])
V = len(words)

print("temperature   " + "    ".join(words) + "   entropy")
for t in 0.1, 0.5, 1.0, 2.0, 10.0:
    a = np.exp(z / t)  # (V,) <-
    p = a / a.sum()  # (V,)
    entropy = -(p * np.log(p)).sum()
    shares = "  ".join(f"{share:.3f}" for share in p)
    print(f"{t:11}  {shares}  {entropy:8.3f}")
