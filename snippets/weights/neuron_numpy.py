"""A neuron in one line: the dot product of inputs and weights."""

import numpy as np

x = np.array([2.0, -1.0, 0.5])  # (3,) inputs
w = np.array([0.4, 0.3, -2.0])  # (3,) one weight on each connection

for x_i, w_i in zip(x, w):
    print(f"input {x_i:4.1f} x weight {w_i:4.1f} = {x_i * w_i:4.1f}")
z = x @ w  # () <-

print(f"sum z = {z:.1f}")
