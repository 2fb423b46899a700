"""Where the six comes from: the operations of a layer, forward and backward."""

import numpy as np

T, C, F = 5, 3, 4
count = 0


def product(A, B):
    """A matrix product; counts a multiplication and an addition for each term."""
    global count
    count += 2 * A.shape[0] * A.shape[1] * B.shape[1]
    return A @ B


x, W = np.ones((T, C)), np.ones((C, F))
y = product(x, W)  # (T, F)
forward = count
dy = np.ones((T, F))  # (T, F)
dW = product(x.T, dy)  # (C, F) <-
dx = product(dy, W.T)  # (T, C)
each = T * W.size  # tokens times weights
print(f"forward:  {forward} operations, {forward / each:g} a weight and token")
print(f"backward: {count - forward} operations, {(count - forward) / each:g}")
print(f"together: {count} operations, {count / each:g}")
