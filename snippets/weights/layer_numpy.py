"""A layer is one matrix product: every neuron's dot product at once."""

import numpy as np

x = np.array([2.0, -1.0, 0.5])  # (3,)
W = np.array([[0.4, -0.2], [0.3, 0.5], [-2.0, 1.0]])  # (3, 2)
n_in, n_out = W.shape

z = x @ W  # (n_out,) <-

for j in range(n_out):
    print(f"neuron {j + 1}: weights {W[:, j].tolist()}, z = {z[j]:.2f}")
print(f"weights: {n_in} inputs x {n_out} neurons = {W.size}")
