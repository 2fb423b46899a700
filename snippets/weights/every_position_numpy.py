"""One matrix serves every position: more outputs, no more weights."""

import numpy as np

tokens = [
    [2.0, -1.0, 0.5],
    [1.0, 0.0, -0.5],
    [0.0, 3.0, 1.0],
    [2.0, -1.0, 0.5],
]
x = np.array(tokens)  # (4, 3) one row for each position
W = np.array([[0.4, -0.2], [0.3, 0.5], [-2.0, 1.0]])  # (3, 2)
T, C = x.shape

z = x @ W  # (T, 2) <-
for t in range(T):
    z_t = np.round(z[t], 2).tolist()
    print(f"position {t + 1}: x = {x[t].tolist()}, z = {z_t}")

edited = x.copy()  # (T, C)
edited[1] = [5.0, 5.0, 5.0]
changed = np.any(edited @ W != z, axis=1)  # (T,)
where = [t + 1 for t in range(T) if changed[t]]
print(f"edit position 2: outputs change at {where}")

for length in [1, 4, 1024]:
    out = np.ones((length, C)) @ W  # (length, 2)
    print(f"{length:4d} positions: {out.size:4d} outputs, {W.size} weights")
