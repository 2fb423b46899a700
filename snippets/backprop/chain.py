"""The chain rule on three nodes: slopes along the way are multiplied."""

from math import exp


def forward(x, w, b, y=0.0):
    """One neuron and its loss: numbers -> the three nodes z, a, L."""
    z = w * x + b
    a = 1 / (1 + exp(-z))
    return z, a, (a - y) ** 2


x, w, b, y = 2.0, 1.5, -2.0, 0.0
z, a, L = forward(x, w, b)
print(f"forward:  z = {z:.4f}  a = {a:.4f}  L = {L:.4f}")

dL_da = 2 * (a - y)
da_dz = a * (1 - a)
dL_dz = dL_da * da_dz  # <-
print(f"slopes:   dL/da = {dL_da:.4f}  da/dz = {da_dz:.4f}")
print(f"          dz/dw = {x:.4f}  dz/db = {1:.4f}  dz/dx = {w:.4f}")

dL_dw, dL_db, dL_dx = dL_dz * x, dL_dz * 1, dL_dz * w  # <-
print(f"backward: dL/dz = {dL_dz:.4f}")
print(f"          dL/dw = {dL_dw:.4f}  dL/db = {dL_db:.4f}  dL/dx = {dL_dx:.4f}")

h = 1e-5
measured_w = (forward(x, w + h, b)[2] - forward(x, w - h, b)[2]) / (2 * h)
measured_b = (forward(x, w, b + h)[2] - forward(x, w, b - h)[2]) / (2 * h)
measured_x = (forward(x + h, w, b)[2] - forward(x - h, w, b)[2]) / (2 * h)
print(f"measured: dL/dw = {measured_w:.4f}  dL/db = {measured_b:.4f}", end="  ")
print(f"dL/dx = {measured_x:.4f}")
