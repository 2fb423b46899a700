"""Backwards through softmax: the whole Jacobian, or one product and one sum."""

import numpy as np

z = np.array([2.0, 1.0, 0.0, -1.0])  # (4,)
dp = np.array([0.0, 1.0, 0.5, -2.0])  # (4,) the gradient that arrives at p

p = np.exp(z) / np.exp(z).sum()  # (4,)
J = np.diag(p) - np.outer(p, p)  # (4, 4) dp_i/dz_j <-
dz = p * (dp - (p * dp).sum())  # (4,) the same as J.T @ dp, without J <-

print("p    ", " ".join(f"{n:7.4f}" for n in p))
for row in J:
    print("J    ", " ".join(f"{n:7.4f}" for n in row))
print("J.T dp", " ".join(f"{n:7.4f}" for n in J.T @ dp))
print("dz    ", " ".join(f"{n:7.4f}" for n in dz))
print("dz sums to 0:", abs(dz.sum()) < 1e-12)
for T in (64, 1024):
    print(f"T = {T}: {T * T:,} scores, {T**3:,} numbers in Jacobians")
