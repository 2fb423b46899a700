"""The loss before the first step tells how large the starting scores are."""

from math import exp, log
from statistics import NormalDist

V = 50_257
places = [(i + 0.5) / V for i in range(V)]
normal = [NormalDist().inv_cdf(place) for place in places]  # spread as draws are

print(f"ln V = {log(V):.2f}")
for s in 0.1, 1.0, 2.0, 3.0:
    z = [1 + s * n for n in normal]  # 1 more for all changes no loss
    L = log(sum(map(exp, z))) - sum(z) / V  # <-
    print(
        f"scores of size {s}: mean loss {L:.2f}, formula {log(V) + s * s / 2:.2f}"
    )
