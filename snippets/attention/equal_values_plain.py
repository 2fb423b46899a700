"""Two tokens with equal values: swap their attention weights, same output."""

from math import exp

words = ["good", "film", "fine", "but", "long"]
scores = [2.5, 0.5, -1.0, 0.0, 1.0]
v = [[1.0, -0.5], [0.25, 0.5], [1.0, -0.5], [0.0, 0.0], [-1.0, 2.0]]  # (5, 2)

e = [exp(s) for s in scores]  # (5,)
A = [e_j / sum(e) for e_j in e]  # (5,)
swapped = [A[2], A[1], A[0], A[3], A[4]]  # (5,) good <-> fine <-


def output(A):
    """The mean of the values with weights A: (5,) -> (2,)."""
    return [sum(a * v_j[d] for a, v_j in zip(A, v)) for d in range(2)]


for name, row in [("computed", A), ("swapped ", swapped)]:
    shares = ", ".join(f"{word} {a:.3f}" for word, a in zip(words, row))
    print(f"{name}: {shares}")
    print(f"          output {output(row)[0]:.6f} {output(row)[1]:.6f}")
