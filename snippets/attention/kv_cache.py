"""Generate with and without a cache: the same tokens, far fewer multiplications."""

import numpy as np

C = 8
Wq, Wk, Wv, Wo = np.sin(np.arange(4 * C * C) ** 2).reshape(4, C, C)
start = np.cos(np.arange(C))  # (C,) the first token's vector
count = 0


def times(a, b):
    """A product of two matrices, counted: (n, m), (m, p) -> (n, p)."""
    global count
    count += a.shape[0] * a.shape[1] * b.shape[1]
    return a @ b


def step(asks, reads, cache=None):
    """Next vector from the last token's query; keys, values of `reads` are made."""
    k, v = times(reads, Wk), times(reads, Wv)
    if cache:
        k, v = np.vstack([cache[0], k]), np.vstack([cache[1], v])  # <-
    e = np.exp(times(times(asks, Wq), k.T) / C**0.5)
    out = times(times(e / e.sum(), v), Wo)
    return np.tanh(out), (k, v)  # fed back as the next token


def generate(T, cached):
    """T vectors, each made from all before it -> them, multiplications."""
    global count
    count, x, cache = 0, start[None], None
    for t in range(T - 1):
        reads = x[-1:] if cached else x  # only the new token, or all <-
        new, kv = step(x[-1:], reads, cache)
        cache = kv if cached else None
        x = np.vstack([x, new])
    return x, count


for T in [4, 16, 64, 256]:
    (a, slow), (b, fast) = generate(T, cached=False), generate(T, cached=True)
    print(f"T = {T:3}: equal {abs(a - b).max() < 1e-12}, {slow} / {fast}", end="")
    print(f" = {slow / fast:.1f} times, cache {2 * (T - 1) * C} numbers")
