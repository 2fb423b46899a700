"""Temperature towards 0 is greedy choice; towards infinity it is a blind one."""

from math import exp

z = [2.0, 1.9, -3.0]


def shares(z, t):
    """Softmax at temperature t."""
    e = [exp(score / t) for score in z]  # <-
    return [share / sum(e) for share in e]


for t in 0.01, 0.1, 1.0, 100.0, 10_000.0:
    print(f"{t:8}:", [round(p, 3) for p in shares(z, t)])
