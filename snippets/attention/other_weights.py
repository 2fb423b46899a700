"""More tokens than channels: very different attention weights, the same output."""

import numpy as np

T, D = 6, 2
q = np.array([1.5, 0.5])  # (D,) the query of one token
k = np.array([[2, 1], [1, 1], [0, 1], [0, -1], [-1, 1], [0.5, -2]])  # (T, D)
v = np.array([[1, 0], [0, 1], [-1, 1], [2, 1], [1, -2], [-1, -1.0]])  # (T, D)
e = np.exp(k @ q / D**0.5)  # (T,)
A = e / e.sum()  # (T,)

# A change keeps the output if it adds up to 0 and its mix of the values is 0.
rules = np.column_stack([np.ones(T), v])  # (T, D + 1)
free = np.linalg.svd(rules.T)[2][D + 1 :]  # (T - D - 1, T) such changes <-
change = free.T @ (free @ [-1, 0, 0, 0, 0, 0])  # (T,) less of the first token <-
fall = change < 0  # (T,)
other = A + 0.9 * (A[fall] / -change[fall]).min() * change  # (T,) all stay above 0

print(f"dimensions of free change: {len(free)} = {T} - {D} - 1")
for name, row in [("computed", A), ("other", other)]:
    print(f"{name:8}:", " ".join(f"{a:.3f}" for a in row), end="")
    print(f", sum {row.sum():.3f}, output", " ".join(f"{o:.4f}" for o in row @ v))
print(f"outputs equal to 1e-12: {abs(other @ v - A @ v).max() < 1e-12}")
print(f"moved from one token to another: {abs(other - A).sum() / 2:.3f} of 1")

# Could another query make them? Then log A = k q / sqrt(D) + constant.
made = np.column_stack([np.ones(T), k])  # (T, D + 1)
for name, row in [("computed", A), ("other", other)]:
    best = made @ np.linalg.lstsq(made, np.log(row), rcond=None)[0]  # (T,)
    print(f"{name:8}: off the nearest query by {abs(best - np.log(row)).max():.2f}")
print(f"GPT-2, T = 1024, D = 64: {1024 - 64 - 1} dimensions of free change")
