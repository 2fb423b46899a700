"""Sinusoids: each pair of channels is a clock hand, each slower than the last."""

from math import cos, sin

P, C = 50, 8  # positions, channels


def encode(t):
    """The vector of position t: sine and cosine of C / 2 angles, (C,)."""
    row = []
    for i in range(C // 2):
        angle = t / 10000 ** (2 * i / C)  # <-
        row += [sin(angle), cos(angle)]
    return row


table = [encode(t) for t in range(P)]  # (P, C)
for t in [0, 1, 2, 10, 49]:
    print(f"position {t:2}:", " ".join(f"{p:6.3f}" for p in table[t]))

for step in [0, 1, 5, 20]:
    dots = [
        sum(a * b for a, b in zip(encode(t), encode(t + step))) for t in (0, 25)
    ]
    print(f"{step:2} apart: dot product {dots[0]:.3f} at 0, {dots[1]:.3f} at 25")
