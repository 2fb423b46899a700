"""Without the division by sqrt(D), softmax picks one key and stops learning."""

import numpy as np

random = np.random.RandomState(0)
queries, T = 1000, 64  # each query is compared with T keys of its own


def softmax(s):
    """Scores to weights, along the last axis: any shape -> the same shape."""
    e = np.exp(s - s.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def facts(s):
    """Scores (queries, T) -> largest weight, entropy in bits, gradient; means."""
    A = softmax(s)  # (queries, T)
    entropy = -(A * np.log2(A + 1e-300)).sum(1)  # (queries,)
    gradient = (A * (1 - A)).sum(1)  # (queries,) sum over j of dA_j / ds_j <-
    return A.max(1).mean(), entropy.mean(), gradient.mean()


print("           q k / 1: largest          | q k / sqrt(D): largest")
print("   D  variance  weight  bits  grad   | variance  weight  bits  grad")
results = {}
for D in [1, 4, 16, 64, 256]:
    q = random.randn(queries, 1, D)  # (queries, 1, D)
    k = random.randn(queries, T, D)  # (queries, T, D)
    s = (q * k).sum(2)  # (queries, T)
    scaled = s / D**0.5  # (queries, T) <-
    results[D] = [(x.var(), *facts(x)) for x in (s, scaled)]
    print(f"{D:4}", end="")
    for (variance, largest, bits, gradient), end in zip(results[D], "|\n"):
        row = f"  {variance:8.2f}  {largest:6.2f}  {bits:4.1f}  {gradient:4.2f}"
        print(row, end="   |" if end == "|" else end)
