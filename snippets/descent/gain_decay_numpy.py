"""Decay alone: a gain is pulled to 0, which switches its channel off."""

import numpy as np

lr, decay = 0.01, 0.1
x = np.array([1.0, -2.0, 3.0, -4.0])  # (4,)
x_norm = x / np.sqrt((x**2).mean())  # (4,)

print("steps  gain g  output   stored as 1 + g: g  output")
for steps in 0, 1000, 3000:
    g, offset = np.ones(4), np.zeros(4)
    for step in range(steps):
        g = g - lr * decay * g  # (4,) <-
        offset = offset - lr * decay * offset  # (4,)
    outputs = [np.sqrt((y**2).mean()) for y in (g * x_norm, (1 + offset) * x_norm)]
    print(f"{steps:5} {g[0]:7.3f} {outputs[0]:7.3f}", end=" ")
    print(f"{offset[0]:20.3f} {outputs[1]:7.3f}")
