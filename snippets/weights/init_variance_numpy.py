"""All sign patterns in one matrix product: nothing is left to chance."""

from itertools import product

import numpy as np

x = np.array([1.0, -2.0, 0.5, 1.5])  # (4,)
n = len(x)
signs = np.array(list(product([-1, 1], repeat=n)))  # (2**n, n)

print(f"mean of x^2: {np.mean(x**2):.3f}")
results = {}
for name, variance in {"1": 1.0, "1/n": 1 / n, "2/n": 2 / n}.items():
    w = variance**0.5 * signs  # (2**n, n) one row for each neuron
    z = w @ x  # (2**n,) <-
    a = np.maximum(z, 0)  # (2**n,)
    z2, a2 = np.mean(z**2), np.mean(a**2)
    results[name] = z2, a2
    print(f"variance {name:3s}: mean of z^2 {z2:.3f}, of relu(z)^2 {a2:.3f}")
