# %% task: fix
# # A norm moved into the next layer
#
# A norm ends with $\weight{g} \odot \act{\hat{x}} + \bias{b_n}$, and the layer behind it multiplies by $\weight{W}$ and
# adds $\bias{b}$. `fold` takes $\weight{g}$ and $\bias{b_n}$ of shape $(C,)$, $\weight{W}$ of shape $(C, F)$ and
# $\bias{b}$ of shape $(F,)$. It should return a matrix and a bias with which the layer reads $\act{\hat{x}}$ itself and
# gives the same output, so that the two printed lines are equal. Mend `fold`.

# %% starter
import numpy as np


def fold(g, b_norm, W, b):
    """Matrix and bias of a layer that does the norm's part too."""
    W = g[:, None] * W  # (C, F)
    b = b_norm @ W + b  # (F,)
    return W, b


x_hat = np.array([1.0, -1.0])  # (C,)
g, b_norm = np.array([2.0, 1.0]), np.array([1.0, -1.0])  # (C,)
W, b = np.array([[1.0, 0.0], [2.0, 3.0]]), np.array([0.5, 0.0])
print((g * x_hat + b_norm) @ W + b)
new_W, new_b = fold(g, b_norm, W, b)
print(x_hat @ new_W + new_b)


# %% tests
g, b_norm, W = np.array([2, 1]), np.array([1, -1]), np.array([[1, 0], [2, 3]])
b, zeros, one = np.array([0.5, 0]), np.zeros(2), np.ones(2)


def test_the_gain_goes_into_the_matrix():
    wrong = [([[2, 0], [4, 3]], "rows")]
    expect("fold(g, zeros, W, zeros)[0]", [[2, 0], [2, 3]], "rows", wrong)


def test_without_a_gain_the_bias_goes_into_the_bias():
    expect("fold(one, b_norm, W, b)[1]", [-0.5, -3], "lost", [([0.5, 0], "lost")])


def test_with_a_gain_the_bias_goes_into_the_bias():
    wrong = [([0.5, -3], "gain"), ([0.5, 0], "lost")]
    expect("fold(g, b_norm, W, b)[1]", [-0.5, -3], "gain", wrong)


# %% hints
# rows: The gain multiplies channel `i` of the norm's output. Is that a row or a column of `W`?
# lost: The norm's bias reaches the output through the matrix. Where is it now?
# gain: The norm adds its bias after the gain. Does the gain act on the bias?

# %% solution
import numpy as np


def fold(g, b_norm, W, b):
    """Matrix and bias of a layer that does the norm's part too."""
    b = b_norm @ W + b  # (F,) by the matrix as it was
    W = g[:, None] * W  # (C, F)
    return W, b


x_hat = np.array([1.0, -1.0])  # (C,)
g, b_norm = np.array([2.0, 1.0]), np.array([1.0, -1.0])  # (C,)
W, b = np.array([[1.0, 0.0], [2.0, 3.0]]), np.array([0.5, 0.0])
print((g * x_hat + b_norm) @ W + b)
new_W, new_b = fold(g, b_norm, W, b)
print(x_hat @ new_W + new_b)

# %% why
# The starter used the new matrix for the bias, so the gain acted on the bias as well. With a gain of 1 the mistake
# cannot be seen, and in a new model every gain is 1.

# %% wrong: rows
import numpy as np


def fold(g, b_norm, W, b):
    return g * W, b_norm @ W + b

# %% wrong: lost
import numpy as np


def fold(g, b_norm, W, b):
    return g[:, None] * W, b

# %% wrong: lost
import numpy as np


def fold(g, b_norm, W, b):
    return g[:, None] * W, b_norm + b

# %% wrong: gain
import numpy as np


def fold(g, b_norm, W, b):
    return g[:, None] * W, (g * b_norm) @ W + b
