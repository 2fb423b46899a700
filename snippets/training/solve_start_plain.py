"""The loss before the first step tells how large the starting scores are."""

from math import exp, log
from statistics import NormalDist

V = 50_257
places = [(i + 0.5) / V for i in range(V)]
normal = [
    NormalDist().inv_cdf(place) for place in places
]  # as spread as a normal draw

print(f"ln V = {log(V):.2f}")
for s in 0.1, 1.0, 2.0, 3.0:
    z = [s * n for n in normal]
    L = log(sum(map(exp, z)))  # less the mean score of a target, which is 0 <-
    print(
        f"scores of size {s}: mean loss {L:.2f}, formula {log(V) + s * s / 2:.2f}"
    )
