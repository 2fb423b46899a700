"""More tokens than channels: very different attention weights, the same output."""

import numpy as np

T, D = 6, 2
A = np.array([0.45, 0.25, 0.12, 0.08, 0.06, 0.04])  # (T,) the weights of one token
v = np.array([[1, 0], [0, 1], [-1, 1], [2, 1], [1, -2], [-1, -1.0]])  # (T, D)

# A change keeps the output if it adds up to 0 and its mix of the values is 0.
rules = np.column_stack([np.ones(T), v])  # (T, D + 1)
free = np.linalg.svd(rules.T)[2][D + 1 :]  # (T - D - 1, T) such changes <-
change = free.T @ (free @ [-1, 0, 1, 1, 1, 1.0])  # (T,) one of them <-
step = (A[change < 0] / -change[change < 0]).min()  # until a weight is 0
other = A + step * change  # (T,) <-

print(f"dimensions of free change: {len(free)} = {T} - {D} - 1")
for name, row in [("computed", A), ("other", other)]:
    print(f"{name:8}:", " ".join(f"{a:.3f}" for a in row), end="")
    print(f", sum {row.sum():.3f}, output", " ".join(f"{o:.4f}" for o in row @ v))
print(f"outputs equal to 1e-12: {abs(other @ v - A @ v).max() < 1e-12}")
print(f"moved from one token to another: {abs(other - A).sum() / 2:.3f} of 1")

# Could a query of size D have made them? The keys allow log A = K q + constant.
K = np.array([[1, 0], [0.4, 0.3], [-0.5, 0], [-0.6, -0.8], [-1, -0.6], [-1, -1.6]])
for name, row in [("these keys", other)]:
    wish = np.log(np.maximum(row, 1e-6))  # (T,)
    made = np.column_stack([np.ones(T), K])  # (T, D + 1)
    q = np.linalg.lstsq(made, wish, rcond=None)[0]  # (D + 1,)
    print(
        f"best query, largest error in log weight: {abs(made @ q - wish).max():.1f}"
    )
