"""The same look-up in NumPy: multiply by a one-hot, or index a row."""

import numpy as np

table = [[0.1, 0.2, 0.3], [1.0, 1.1, 1.2], [-0.5, 0.0, 0.5], [0.7, -0.7, 0.0]]
E = np.array(table)  # (4, 3) one row of weights for each token
V, C = E.shape
token = 2

one_hot = np.eye(V)[token]  # (V,)
product = one_hot @ E  # (C,) <-
row = E[token]  # (C,)

print(f"one-hot x matrix: {product.tolist()}")
print(f"row {token} of matrix:  {row.tolist()}")
print(f"equal: {np.array_equal(product, row)}")

cost = 50257 * 768  # GPT-2 small
print(f"GPT-2 small: {cost:,} multiplications, or a copy of 768 numbers")
