"""A long narrow valley: the steep direction sets the limit, the flat one waits."""

import numpy as np

H = np.array([[13.0, 12.0], [12.0, 13.0]])  # (2, 2)
flat, steep = np.linalg.eigvalsh(H)
print(f"curvatures {flat:.0f} and {steep:.0f}, condition number {steep / flat:.0f}")
print(f"lr must stay below 2 / {steep:.0f} = {2 / steep:.3f}")

for lr in 0.02, 2 / (flat + steep), 0.081:
    w = np.array([3.0, 1.0])  # (2,)
    path = [w]
    for step in range(60):
        w = w - lr * H @ w  # (2,) <-
        path.append(w)
    print(f"lr {lr:.3f}: along the flat and the steep direction")
    for step in 0, 1, 2, 3, 4, 5, 6, 60:
        w1, w2 = path[step]
        print(
            f"  step {step:2}: {(w1 - w2) / 2**0.5:6.3f} {(w1 + w2) / 2**0.5:9.3f}"
        )

print("condition number  steps until the error is 1/1000, at the best lr")
for steep in 1, 10, 100, 1000:
    w, steps, lr = np.ones(2), 0, 2 / (1 + steep)
    while np.abs(w).max() > 0.001:
        w, steps = w - lr * np.array([1, steep]) * w, steps + 1
    print(f"{steep:16} {steps:6}")
