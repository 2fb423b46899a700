"""One matrix divided between two processes: by columns or by rows."""

import numpy as np

x = np.array([1.0, 2.0, 3.0, 4.0])  # (4,)
W = np.arange(8.0).reshape(4, 2)  # (4, 2)
print("whole:     ", x @ W)

left, right = W[:, :1], W[:, 1:]  # (4, 1)
print(
    "by columns:",
    x @ left,
    "and",
    x @ right,
    "side by side:",
    np.concatenate([x @ left, x @ right]),
)

upper, lower = W[:2], W[2:]  # (2, 2)
z = x[:2] @ upper + x[2:] @ lower  # (2,) <-
print("by rows:   ", x[:2] @ upper, "plus", x[2:] @ lower, "is", z)

relu = lambda z: np.maximum(z, 0)
a, b = np.array([3.0, -1.0]), np.array([-2.0, 4.0])
print("ReLU of a sum:", relu(a + b), "sum of ReLUs:", relu(a) + relu(b))
