"""One attention head in loops: compare, turn into shares, average the values."""

from math import exp, sqrt

x = [[1.0, 0.0, 2.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0]]  # (3, 3) tokens
Wq = [[1.0, 0.5], [-0.5, 1.0], [0.5, 0.0]]  # (3, 2) makes queries
Wk = [[0.5, -1.0], [1.0, 0.5], [0.5, 0.5]]  # (3, 2) makes keys
Wv = [[1.0, 0.0], [0.0, 2.0], [-1.0, 1.0]]  # (3, 2) makes values
T, C, D = len(x), len(Wq), len(Wq[0])


def project(row, W):
    """One token's vector times a matrix: (C,), (C, D) -> (D,)."""
    return [sum(row[c] * W[c][d] for c in range(C)) for d in range(D)]


q = [project(row, Wq) for row in x]  # (T, D)
k = [project(row, Wk) for row in x]  # (T, D)
v = [project(row, Wv) for row in x]  # (T, D)

for i in range(T):
    scores = []
    for j in range(T):
        dot = sum(q[i][d] * k[j][d] for d in range(D))
        scores.append(dot / sqrt(D))  # <-
    e = [exp(s) for s in scores]  # (T,)
    A = [e_j / sum(e) for e_j in e]  # (T,) attention weights
    out = [sum(A[j] * v[j][d] for j in range(T)) for d in range(D)]  # (D,) <-
    print(f"token {i + 1}: scores ", " ".join(f"{s:6.3f}" for s in scores))
    print("         weights", " ".join(f"{a:6.3f}" for a in A))
    print("         output ", " ".join(f"{o:6.3f}" for o in out))
