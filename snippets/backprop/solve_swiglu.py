"""The gradient of SwiGLU: a product of two branches, one of them through SiLU."""

import numpy as np

z = np.array([-3.0, -1.0, 0.0, 1.0, 3.0])  # (5,) the gate, before SiLU
u = np.array([2.0, -1.0, 0.5, 1.5, -2.0])  # (5,) the other branch
da = np.array([1.0, 0.5, 1.0, 2.0, -1.0])  # (5,) the gradient that arrives

sigmoid = lambda z: 1 / (1 + np.exp(-z))
loss = lambda z, u: (da * z * sigmoid(z) * u).sum()

s = sigmoid(z)  # (5,)
dz = da * u * (s + z * s * (1 - s))  # (5,) <-
du = da * z * s  # (5,) <-

h = 1e-6
steps = h * np.eye(5)  # (5, 5) one number moved in each row
dz_measured = [(loss(z + step, u) - loss(z - step, u)) / (2 * h) for step in steps]
du_measured = [(loss(z, u + step) - loss(z, u - step)) / (2 * h) for step in steps]
print("dL/dz", " ".join(f"{n:7.4f}" for n in dz), end="  ")
print(f"difference below 1e-7: {abs(dz - dz_measured).max() < 1e-7}")
print("dL/du", " ".join(f"{n:7.4f}" for n in du), end="  ")
print(f"difference below 1e-7: {abs(du - du_measured).max() < 1e-7}")
