"""Dividing by D instead of sqrt(D) makes the weights flatter as D grows."""

import numpy as np

random = np.random.RandomState(0)
T, queries = 64, 1000
for D in [4, 16, 64, 256]:
    q = random.randn(queries, 1, D)  # (queries, 1, D)
    k = random.randn(queries, T, D)  # (queries, T, D)
    s = (q * k).sum(2) / D  # (queries, T) <-
    e = np.exp(s)  # (queries, T)
    A = e / e.sum(1, keepdims=True)  # (queries, T)
    bits = -(A * np.log2(A)).sum(1).mean()
    print(f"D = {D:3}: variance {s.var():.3f}, bits {bits:.2f} of {np.log2(T):.2f}")
