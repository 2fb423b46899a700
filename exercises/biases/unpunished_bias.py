# %% task: fix
# # The bias that was pulled to zero
#
# `fit` takes the inputs x and targets y, each of shape (B,), and a number `decay`. It should return the weight and the
# bias of the line for which the sum of squared errors plus `decay` times the squared weight is least. The bias is
# computed as a weight on a constant 1, and so the decay pulls at it too. Mend it.

# %% starter
import numpy as np


def fit(x, y, decay):
    """Weight and bias of a line; the decay is for the weight alone."""
    X = np.column_stack([x, np.ones(len(x))])  # (B, 2)
    A = X.T @ X + decay * np.eye(2)  # (2, 2)
    return np.linalg.solve(A, X.T @ y)  # (2,)


print(fit([-1, 0, 1], [9, 10, 11], decay=2))


# %% tests
def test_without_decay_the_line_is_exact():
    wrong = [([2, 3], "together"), ([1, 2], "place")]
    expect("fit([0, 1, 2], [1, 3, 5], decay=0)", [2, 1], "bias", wrong)


def test_the_bias_is_the_mean_target():
    wrong = [([1, 10], "off"), ([1, 6], "place")]
    expect("fit([-1, 0, 1], [9, 10, 11], decay=2)", [0.5, 10], "bias", wrong)


def test_raised_targets_raise_the_bias_alone():
    expect("fit([-1, 0, 1], [99, 100, 101], decay=2)", [0.5, 100], hint="bias")


def test_inputs_need_not_have_the_mean_0():
    expect("fit([0, 1, 2], [1, 3, 5], decay=2)", [1, 2], hint="bias")


# %% hints
# bias: The second row and column of `A` belong to the bias. What does `decay * np.eye(2)` add there?
# off: Now the decay does nothing at all. It should still pull at the weight.
# place: Weight and bias have changed places. The weight comes first, in `X` and in what is returned.
# together: Where the mean of the inputs is not 0, the bias depends on the weight. Draw the three points of this test.

# %% solution
import numpy as np


def fit(x, y, decay):
    """Weight and bias of a line; the decay is for the weight alone."""
    X = np.column_stack([x, np.ones(len(x))])  # (B, 2)
    A = X.T @ X + decay * np.diag([1, 0])  # (2, 2)
    return np.linalg.solve(A, X.T @ y)  # (2,)


print(fit([-1, 0, 1], [9, 10, 11], decay=2))

# %% why
# The starter found a bias of 6 where the targets lie around 10, and it would be off by more if they lay around 100: its
# fit depends on where you put the zero. For a weight, 0 means that the input does not count; for a bias it has no such
# meaning.

# %% wrong: bias
import numpy as np


def fit(x, y, decay):
    X = np.column_stack([x, np.ones(len(x))])
    A = X.T @ X + decay * np.ones((2, 2))
    return np.linalg.solve(A, X.T @ y)

# %% wrong: off
import numpy as np


def fit(x, y, decay):
    X = np.column_stack([x, np.ones(len(x))])
    return np.linalg.solve(X.T @ X, X.T @ y)

# %% wrong: place
import numpy as np


def fit(x, y, decay):
    X = np.column_stack([x, np.ones(len(x))])
    A = X.T @ X + decay * np.diag([0, 1])
    return np.linalg.solve(A, X.T @ y)

# %% wrong: place
import numpy as np


def fit(x, y, decay):
    X = np.column_stack([np.ones(len(x)), x])
    A = X.T @ X + decay * np.diag([0, 1])
    return np.linalg.solve(A, X.T @ y)

# %% wrong: together
import numpy as np


def fit(x, y, decay):
    x, y = np.array(x), np.array(y)
    w = ((x - x.mean()) @ (y - y.mean())) / ((x - x.mean()) @ (x - x.mean()) + decay)
    return np.array([w, y.mean()])
