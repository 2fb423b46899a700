"""A causal mask in loops: token i compares itself with the tokens up to i only."""

from math import exp, sqrt

q = [[1.0, 0.5], [0.0, 1.0], [1.5, -0.5], [0.5, 0.5]]  # (4, 2)
k = [[0.5, 0.5], [1.0, -1.0], [0.0, 1.0], [2.0, 1.0]]  # (4, 2)
v = [[1.0, 0.0], [0.0, 1.0], [-1.0, 2.0], [3.0, -1.0]]  # (4, 2)
T, D = len(q), len(q[0])


def attention(v):
    """One causal head: values (T, D) -> weights (T, T), outputs (T, D)."""
    A, out = [], []
    for i in range(T):
        seen = k[: i + 1]  # the keys of tokens up to i <-
        dots = [sum(a * b for a, b in zip(q[i], key)) for key in seen]
        e = [exp(dot / sqrt(D)) for dot in dots]
        row = [e_j / sum(e) for e_j in e] + [0.0] * (T - 1 - i)  # (T,)
        A.append(row)
        out.append([sum(row[j] * v[j][d] for j in range(T)) for d in range(D)])
    return A, out


A, out = attention(v)
for i in range(T):
    print(f"token {i + 1}: weights", " ".join(f"{a:.3f}" for a in A[i]), end="")
    print(", output", " ".join(f"{o:6.3f}" for o in out[i]))

edited = v[:3] + [[100.0, 100.0]]  # (T, D) another last token
_, after = attention(edited)
same = [after[i] == out[i] for i in range(T)]
print("last token edited, outputs the same:", *same)
