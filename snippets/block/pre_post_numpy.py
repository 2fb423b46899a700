"""The size of the residual stream over depth, with the norm in either place."""

import numpy as np

random = np.random.RandomState(0)
T, C, N = 256, 96, 48  # tokens, channels, blocks; each block adds twice
start = random.randn(T, C)  # (T, C)
draws = random.randn(2 * N, C, C) / C**0.5  # (2 * N, C, C) stand for the parts


def norm(x):
    """LayerNorm without gain and bias: (T, C) -> (T, C)."""
    return (x - x.mean(1, keepdims=True)) / (x.var(1, keepdims=True) + 1e-5) ** 0.5


def run(block):
    """Size of the stream after 0 ... N blocks, and of each block's change to it."""
    x, sizes, changes = norm(start), [1.0], [0.0]
    for n in range(N):
        before = x  # (T, C)
        x = block(block(x, draws[2 * n]), draws[2 * n + 1])  # (T, C)
        sizes.append((x**2).mean() ** 0.5)
        changes.append(((x - before) ** 2).mean() ** 0.5 / sizes[-1])
    return sizes, changes


pre = run(lambda x, W: x + norm(x) @ W)  # <-
post = run(lambda x, W: norm(x + x @ W))  # <-
print("        size of the stream             a block's change, of it")
print("blocks  pre  sqrt(1 + 2n)  post         pre   post")
for n in (0, 1, 3, 6, 12, 24, 48):
    row = f"{n:6} {pre[0][n]:4.1f} {(1 + 2 * n) ** 0.5:13.1f} {post[0][n]:5.1f}"
    print(row if n == 0 else f"{row} {pre[1][n]:11.0%} {post[1][n]:6.0%}")
