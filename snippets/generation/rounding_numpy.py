"""Two orders of one sum round differently, and the likeliest token can change."""

import numpy as np

h = np.array([1e8, 1.0, -1e8], dtype=np.float32)  # one state of the model
W = np.array(
    [[1, 1, 1], [0, 0.5, 0]], dtype=np.float32
)  # the head: one row a token

exact = W.astype(float) @ h.astype(float)  # (2,)
for name, order in ("first to last", [0, 1, 2]), ("another order", [0, 2, 1]):
    z = np.zeros(2, dtype=np.float32)  # (2,)
    for c in order:
        z += W[:, c] * h[c]  # <-
    print(f"{name}: scores {z}, token {z.argmax()} is chosen")
print(f"exact:         scores {exact}, token {exact.argmax()} is right")
