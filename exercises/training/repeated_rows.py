# %% task: fix
# # The letter that came twice
#
# The one-matrix model has a row of scores for each letter. `step` takes the matrix `W`, shape (V, V), letters `x` and
# the letters `y` that follow them, each of shape (T,), and returns the matrix after one step down the mean loss. Where
# a letter stands in `x` more than once, all its places should change its row. Below, only one of them does. Mend it.

# %% starter
import numpy as np


def step(W, x, y, lr):
    """One step of gradient descent: (V, V), twice (T,) -> (V, V)."""
    W = W.copy()
    p = np.exp(W[x]) / np.exp(W[x]).sum(1, keepdims=True)  # (T, V)
    g = (p - np.eye(len(W))[y]) / len(x)  # (T, V)
    W[x] -= lr * g
    return W


print(step(np.zeros((2, 2)), np.array([0, 0]), np.array([1, 1]), 1.0))


# %% tests
def test_each_letter_once():
    expect(
        "step(np.zeros((2, 2)), np.array([0, 1]), np.array([1, 0]), 4.0)",
        [[-1, 1], [1, -1]],
        hint="sign",
        but=[([[-2, 2], [2, -2]], "mean")],
    )


def test_one_letter_twice_with_the_same_next():
    expect(
        "step(np.zeros((2, 2)), np.array([0, 0]), np.array([1, 1]), 4.0)",
        [[-2, 2], [0, 0]],
        hint="twice",
        but=[([[-1.238406, 1.238406], [0, 0]], "before")],
    )


def test_one_letter_with_two_different_next():
    expect(
        "step(np.zeros((2, 2)), np.array([0, 0]), np.array([0, 1]), 4.0)",
        [[0, 0], [0, 0]],
        hint="twice",
    )


# %% hints
# twice: `W[x]` is a copy with a row for each place. What happens when two of its rows are written back to one?
# sign: A step goes against the gradient, and only in the rows that `x` names.
# mean: The loss is a mean over the places, and so is the gradient.
# before: One step: at every place, `p` comes from the matrix as it was before.

# %% solution
import numpy as np


def step(W, x, y, lr):
    """One step of gradient descent: (V, V), twice (T,) -> (V, V)."""
    W = W.copy()
    p = np.exp(W[x]) / np.exp(W[x]).sum(1, keepdims=True)  # (T, V)
    g = (p - np.eye(len(W))[y]) / len(x)  # (T, V)
    np.add.at(W, x, -lr * g)
    return W


print(step(np.zeros((2, 2)), np.array([0, 0]), np.array([1, 1]), 1.0))

# %% why
# With `W[x] -= …` the last place wins and the others are lost; `np.add.at` adds them all. The gradient of an embedding
# is such a sum: a token that stands in a text ten times has ten places that pull at its row.

# %% wrong: sign
import numpy as np


def step(W, x, y, lr):
    W = W.copy()
    p = np.exp(W[x]) / np.exp(W[x]).sum(1, keepdims=True)
    np.add.at(W, x, lr * (p - np.eye(len(W))[y]) / len(x))
    return W

# %% wrong: mean
import numpy as np


def step(W, x, y, lr):
    W = W.copy()
    p = np.exp(W[x]) / np.exp(W[x]).sum(1, keepdims=True)
    np.add.at(W, x, -lr * (p - np.eye(len(W))[y]))
    return W

# %% wrong: twice
import numpy as np


def step(W, x, y, lr):
    W, before = W.copy(), W
    for i, j in zip(x, y):
        p = np.exp(before[i]) / np.exp(before[i]).sum()
        W[i] = before[i] - lr * (p - np.eye(len(W))[j]) / len(x)
    return W

# %% wrong: before
import numpy as np


def step(W, x, y, lr):
    W = W.copy()
    for i, j in zip(x, y):
        p = np.exp(W[i]) / np.exp(W[i]).sum()
        W[i] -= lr * (p - np.eye(len(W))[j]) / len(x)
    return W
