"""Rotary positions with real numbers, channel i paired with channel i + D / 2."""

import numpy as np

D = 4  # head size: two pairs
q = np.array([1.0, -0.3, 0.5, 2.0])  # (D,) pairs (1.0, 0.5) and (-0.3, 2.0)
k = np.array([0.4, 1.2, -1.0, 0.7])  # (D,) pairs (0.4, -1.0) and (1.2, 0.7)


def rotate(x, t):
    """Turn each pair by an angle that grows with t: (D,), number -> (D,)."""
    angle = t / 10000 ** (np.arange(0, D, 2) / D)  # a pair each
    x1, x2 = x[: D // 2], x[D // 2 :]
    cos, sin = np.cos(angle), np.sin(angle)
    return np.concatenate([x1 * cos - x2 * sin, x1 * sin + x2 * cos])  # (D,) <-


def score(m, n):
    """Dot product of the query at position m and the key at position n."""
    return rotate(q, m) @ rotate(k, n)


for m, n in [(0, 0), (3, 0), (5, 2), (1003, 1000), (0, 3), (10, 0)]:
    print(f"query {m:4}, key {n:4}, {m - n:2} apart: score {score(m, n):6.3f}")
worst = max(abs(score(t + 3, t) - score(3, 0)) for t in range(500))
print(f"distance 3 at 500 places, equal to 1e-12: {worst < 1e-12}")
length = (rotate(q, 7) ** 2).sum() - (q**2).sum()
print(f"rotation keeps the length: {abs(length) < 1e-12}")
turn = 2 * np.pi * 10000 ** (126 / 128)  # tokens, of LLaMA's slowest pair
print(f"LLaMA, D = 128: the slowest pair turns once in {turn:.0f} tokens")
