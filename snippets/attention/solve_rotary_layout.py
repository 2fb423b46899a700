"""Two layouts of rotary pairs: neighbours, or halves; mixing them up is a bug."""

import numpy as np

D = 6
q, k = np.sin(np.arange(2 * D) ** 2).reshape(2, D)
to_halves = [0, 2, 4, 1, 3, 5]  # neighbours (0, 1), (2, 3), ... become halves


def rotate(x, t, halves):
    """Turn each pair by its angle: (D,), number, layout -> (D,)."""
    angle = t / 10000 ** (np.arange(0, D, 2) / D)
    x1, x2 = (x[: D // 2], x[D // 2 :]) if halves else (x[0::2], x[1::2])
    y1 = x1 * np.cos(angle) - x2 * np.sin(angle)
    y2 = x1 * np.sin(angle) + x2 * np.cos(angle)
    return np.concatenate([y1, y2])  # (D,) the order is the same in q and k


def score(q, k, m, n, halves):
    """Dot product of the query at m and the key at n."""
    return rotate(q, m, halves) @ rotate(k, n, halves)


for m, n in [(0, 0), (4, 1), (9, 6)]:
    right = score(q, k, m, n, halves=False)
    wrong = score(q, k, m, n, halves=True)
    mended = score(q[to_halves], k[to_halves], m, n, halves=True)  # <-
    print(f"at {m} and {n}: neighbours {right:6.3f}, halves {wrong:6.3f}", end=", ")
    print(f"halves after reordering the channels {mended:6.3f}")
