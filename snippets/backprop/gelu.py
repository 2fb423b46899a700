"""GELU's slope, exact and in GPT-2's form with tanh, each found three ways."""

from math import erf, exp, pi

import numpy as np
import torch

c = (2 / pi) ** 0.5
below = np.vectorize(lambda z: 0.5 * (1 + erf(z / 2**0.5)))  # a normal number < z
density = np.vectorize(lambda z: exp(-z * z / 2) / (2 * pi) ** 0.5)  # its density


def exact(z):
    """GELU and its slope: (n,) -> (n,), (n,)."""
    return z * below(z), below(z) + z * density(z)  # <-


def with_tanh(z):
    """GELU as GPT-2 computes it, and its slope: (n,) -> (n,), (n,)."""
    a = np.tanh(c * (z + 0.044715 * z**3))
    inner = c * (1 + 3 * 0.044715 * z**2)  # <-
    return 0.5 * z * (1 + a), 0.5 * (1 + a) + 0.5 * z * (1 - a**2) * inner  # <-


h, z = 1e-6, np.array([-4.0, -2.0, -0.75, 0.0, 0.75, 2.0, 4.0])
print("z      ", " ".join(f"{n:7.3f}" for n in z))
for name, gelu, form in (("exact", exact, "none"), ("tanh", with_tanh, "tanh")):
    value, slope = gelu(z)
    print(f"{name:5} a", " ".join(f"{n:7.3f}" for n in value))
    print("  da/dz", " ".join(f"{n:7.3f}" for n in slope))
    measured = (gelu(z + h)[0] - gelu(z - h)[0]) / (2 * h)
    t = torch.tensor(z, requires_grad=True)
    torch.nn.functional.gelu(t, approximate=form).sum().backward()
    off = [abs(slope - other).max() for other in (measured, t.grad.numpy())]
    print(f"  off by at most: measured {max(off[0], 1e-7):.0e}", end=", ")
    print(f"autograd {max(off[1], 1e-12):.0e}")
