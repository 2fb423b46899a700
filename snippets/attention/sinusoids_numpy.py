"""The same table from two broadcasts; a step forward is a rotation of each pair."""

import numpy as np

P, C = 50, 8  # positions, channels


def encode(t):
    """The vectors of positions t, an array of any length: (t,) -> (t, C)."""
    angle = t[:, None] / 10000 ** (np.arange(0, C, 2) / C)  # <-
    return np.stack([np.sin(angle), np.cos(angle)], axis=2).reshape(len(t), C)


table = encode(np.arange(P))  # (P, C)
for t in [0, 1, 2, 10, 49]:
    print(f"position {t:2}:", " ".join(f"{p:6.3f}" for p in table[t]))

for step in [0, 1, 5, 20]:
    start = np.array([0, 25])  # (2,)
    dots = (encode(start) * encode(start + step)).sum(1)  # (2,)
    print(f"{step:2} apart: dot product {dots[0]:.3f} at 0, {dots[1]:.3f} at 25")
