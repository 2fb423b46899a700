"""A long narrow valley: the steep direction sets the limit, the flat one waits."""

import numpy as np

H = np.array([[13.0, 12.0], [12.0, 13.0]])  # (2, 2)
flat, steep = np.linalg.eigvalsh(H)
print(f"curvatures {flat:.0f} and {steep:.0f}, condition number {steep / flat:.0f}")
print(f"lr must stay below 2 / {steep:.0f} = {2 / steep:.3f}")

rates = 0.02, 2 / (flat + steep), 0.081
paths = []
for lr in rates:
    w = np.array([4.0, -2.0])  # (2,)
    path = [w]
    for step in range(60):
        w = w - lr * H @ w  # (2,) <-
        path.append(w)
    paths.append(path)

print("lr", *(f"{lr:16.3f}" for lr in rates), sep="    ")
print("step", "      flat    steep" * 3)
for step in *range(11), 60:
    print(f"{step:4}", end=" ")
    for w1, w2 in (path[step] for path in paths):
        print(f"{(w1 - w2) / 2**0.5:10.3f}{(w1 + w2) / 2**0.5:9.3f}", end="")
    print()

print("condition number  steps to 1/1000 at the best lr")
for steep in 1, 10, 100, 1000:
    w, steps, lr = np.ones(2), 0, 2 / (1 + steep)
    while np.abs(w).max() > 0.001:
        w, steps = w - lr * np.array([1, steep]) * w, steps + 1
    print(f"{steep:16} {steps:16}")
