"""Generate with and without a cache: the same tokens, far fewer multiplications."""

import numpy as np

C = 8
Wq, Wk, Wv, Wo = np.sin(np.arange(4 * C * C) ** 2).reshape(4, C, C)
count = 0


def times(a, b):
    """A product of two matrices, counted: (n, m), (m, p) -> (n, p)."""
    global count
    count += a.shape[0] * a.shape[1] * b.shape[1]
    return a @ b


def generate(T, cached):
    """T vectors, each made from all before it -> them, multiplications."""
    global count
    count, x = 0, np.cos(np.arange(C))[None]  # x: (1, C) the first token
    k = v = np.empty((0, C))  # (0, C) the cache
    for t in range(T - 1):
        if not cached:
            k = v = np.empty((0, C))  # forget all keys and values
        new = x[len(k) :]  # the tokens that have no key yet <-
        k = np.vstack([k, times(new, Wk)])
        v = np.vstack([v, times(new, Wv)])
        q = times(x[-1:], Wq)  # (1, C) the last token asks
        e = np.exp(times(q, k.T) / C**0.5)
        out = times(times(e / e.sum(), v), Wo)  # (1, C)
        x = np.vstack([x, np.tanh(out)])  # fed back as the next token
    return x, count


for T in [4, 16, 64, 256]:
    (a, slow), (b, fast) = generate(T, cached=False), generate(T, cached=True)
    print(f"T = {T:3}: equal {abs(a - b).max() < 1e-12}, {slow} / {fast}", end="")
    print(f" = {slow / fast:.1f} times, cache {2 * (T - 1) * C} numbers")
