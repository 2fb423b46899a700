"""Rotary positions with complex numbers: position t turns each pair by an angle."""

from cmath import exp, pi

D = 4  # head size: two pairs, each as one complex number
q = [1.0 + 0.5j, -0.3 + 2.0j]
k = [0.4 - 1.0j, 1.2 + 0.7j]


def rotate(z, t):
    """Turn pair i by the angle t / 10000^(2 i / D)."""
    return [z[i] * exp(1j * t / 10000 ** (2 * i / D)) for i in range(D // 2)]  # <-


def score(m, n):
    """Dot product of the query at position m and the key at position n."""
    pairs = zip(rotate(q, m), rotate(k, n))
    return sum((a * b.conjugate()).real for a, b in pairs)


for m, n in [(0, 0), (3, 0), (5, 2), (1003, 1000), (0, 3), (10, 0)]:
    print(f"query {m:4}, key {n:4}, {m - n:2} apart: score {score(m, n):6.3f}")
worst = max(abs(score(t + 3, t) - score(3, 0)) for t in range(500))
print(f"distance 3 at 500 places, equal to 1e-12: {worst < 1e-12}")
length = sum(abs(z) ** 2 for z in rotate(q, 7)) - sum(abs(z) ** 2 for z in q)
print(f"rotation keeps the length: {abs(length) < 1e-12}")
turn = 2 * pi * 10000 ** (126 / 128)  # tokens, of LLaMA's slowest pair
print(f"LLaMA, D = 128: the slowest pair turns once in {turn:.0f} tokens")
