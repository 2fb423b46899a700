"""The feed-forward part read as a memory: each neuron adds its own row, or not."""

import numpy as np

C, F = 3, 4  # width, neurons
keys = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]])  # (F, C)
values = np.array([[2.0, 0, 0], [0, 0, 3], [-1, 1, 0], [0, -2, 1]])  # (F, C)
b = np.array([0.0, 0.0, 0.0, -1.5])  # (F,) the last fires only for two at once

for x in np.array([[1.0, 0.0, -1.0], [1.0, 1.0, 0.0], [0.0, -1.0, 2.0]]):
    a = np.maximum(x @ keys.T + b, 0)  # (F,) how well x matches each key
    out = a @ values  # (C,)
    added = [a[j] * values[j] for j in range(F)]  # one row a neuron <-
    print(f"x = {x.tolist()}")
    for j in np.flatnonzero(a):
        print(f"  neuron {j + 1} matches by {a[j]:.1f}", end=" and adds ")
        print((added[j] + 0).tolist())
    print(f"  output {out.tolist()}, equal: {np.array_equal(sum(added), out)}")
