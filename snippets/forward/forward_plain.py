"""A forward pass: ids, embedding rows, hidden layer, logits, probabilities."""

from math import exp

words = ["the", "cat", "sat", "mat"]
E = [[1.0, 0.0], [0.0, 1.0], [0.0, -1.0], [-1.0, 0.0]]  # (4, 2)
W1 = [[2.0, -2.0, 0.0, 0.0], [0.0, 0.0, 2.0, -2.0]]  # (2, 4)
W2 = [[-1, 1, -1, 0.5], [0.5, -1, 0, -1], [-1, -1, 1.5, -1], [1, -0.5, -1, 0]]
V, C, F = len(E), len(E[0]), len(W2)
ids = [words.index(word) for word in "the cat sat".split()]
T = len(ids)


def matmul(rows, W):
    """Rows (T, n) times W (n, m): (T, m)."""
    columns = list(zip(*W))
    return [
        [sum(r * w for r, w in zip(row, col)) for col in columns] for row in rows
    ]


x = [E[i] for i in ids]  # (T, C) look up a row for each id
a = [
    [max(n, 0.0) for n in row] for row in matmul(x, W1)
]  # (T, F) hidden layer, ReLU
z = matmul(a, W2)  # (T, V) logits <-
p = []
for row in z:
    exps = [exp(s) for s in row]  # (V,)
    p.append([e / sum(exps) for e in exps])  # shares that add up to 1 <-

for t in range(T):
    print(f"position {t + 1}: {words[ids[t]]}, id {ids[t]}")
    print("  x " + " ".join(f"{n:6.2f}" for n in x[t]))
    print("  a " + " ".join(f"{n:6.2f}" for n in a[t]))
    print("  z " + " ".join(f"{n:6.2f}" for n in z[t]))
    print("  p " + " ".join(f"{n:6.3f}" for n in p[t]), end="")
    print(f"  next: {words[p[t].index(max(p[t]))]}")
