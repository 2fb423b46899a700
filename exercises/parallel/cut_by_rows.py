# %% task: fix
# # Cut by rows, with a bias
#
# A linear layer with a bias `b` (F) is divided among processes: each has some of the inputs, and of the weight matrix
# the rows that belong to them. `layer` takes the list of pieces of the input, the list of pieces of the matrix, and
# `b`. It should return what the whole layer gives, (F). The two printed lines should be the same. Mend `layer`.

# %% starter
import numpy as np


def layer(xs, Ws, b):
    """Outputs (F,) of a layer whose matrix is cut by rows."""
    parts = [x @ W + b for x, W in zip(xs, Ws)]  # one in each process
    return sum(parts)  # all-reduce


x, W = np.array([1.0, 2.0]), np.array([[1.0, 0.0], [0.0, 3.0]])
b = np.array([10.0, 20.0])
print("divided:", layer(np.split(x, 2), np.split(W, 2), b))
print("whole:  ", x @ W + b)


# %% tests
def test_one_process():
    expect(
        "layer([np.array([2.0])], [np.array([[3.0]])], np.array([5.0]))",
        [11.0],
        hint="share",
        but=[([6.0], "without")],
    )


def test_two_processes():
    expect(
        "layer(np.ones((2, 1)), np.array([[[3.0]], [[4.0]]]), np.array([5.0]))",
        [12.0],
        hint="often",
        but=[([8.5], "mean")],
    )


def test_three_processes():
    expect(
        "layer(np.ones((3, 1)), np.ones((3, 1, 2)), np.array([5.0, 6.0]))",
        [8.0, 9.0],
        hint="share",
    )


# %% hints
# often: How many times is the bias in the sum?
# without: The whole layer has a bias. It must come in somewhere.
# mean: The parts of a sum are added up. Dividing them spoils the products with the weights.
# share: There need not be two processes. The bias must be in the sum once, however many there are.

# %% solution
import numpy as np


def layer(xs, Ws, b):
    """Outputs (F,) of a layer whose matrix is cut by rows."""
    parts = [x @ W for x, W in zip(xs, Ws)]  # one in each process
    return sum(parts) + b  # all-reduce, then the bias


x, W = np.array([1.0, 2.0]), np.array([[1.0, 0.0], [0.0, 3.0]])
b = np.array([10.0, 20.0])
print("divided:", layer(np.split(x, 2), np.split(W, 2), b))
print("whole:  ", x @ W + b)

# %% why
# While the bias is 0, as it is in many models when training begins, the mistake does not show. A layer cut by columns
# has no such trouble: each process adds the piece of the bias that belongs to its own outputs.

# %% wrong: often
import numpy as np


def layer(xs, Ws, b):
    return sum([x @ W for x, W in zip(xs, Ws)]) + len(xs) * b

# %% wrong: without
import numpy as np


def layer(xs, Ws, b):
    return sum(x @ W for x, W in zip(xs, Ws))

# %% wrong: mean
import numpy as np


def layer(xs, Ws, b):
    return sum(x @ W + b for x, W in zip(xs, Ws)) / len(xs)

# %% wrong: share
import numpy as np


def layer(xs, Ws, b):
    return sum(x @ W + b / 2 for x, W in zip(xs, Ws))
