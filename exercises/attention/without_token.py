# %% task: fill
# # As if a token were not there
#
# How much did a token matter? One answer: leave it out and look again. `without` takes the attention weights `A` of one
# token, shape (T,), the values `v`, shape (T, D), and a place `j`, counted from 0. It returns the output, shape (D,),
# that comes without token `j`: the weights of the others are divided by their sum, and the values mixed by them.

# %% starter
import numpy as np


def without(A, v, j):
    """The output of a head when token j is left out: (T,), (T, D) -> (D,)."""
    return None


A = np.array([0.2, 0.3, 0.5])  # (T,)
v = np.array([[1.0, 0.0], [0.0, 1.0], [4.0, 4.0]])  # (T, D)
print("with all: ", A @ v)
print("without 2:", without(A, v, 2))


# %% tests
A = np.array([0.2, 0.3, 0.5])
v = np.array([[1.0, 0.0], [0.0, 1.0], [4.0, 4.0]])


def test_without_the_last_token():
    wrong = [([0.2, 0.3], "sum"), ([2.2, 2.3], "all"), ([0.5, 0.5], "even")]
    expect("without(A, v, 2)", [0.4, 0.6], hint="all", but=wrong)


def test_without_the_first_token():
    wrong = [([2.0, 2.3], "sum"), ([2.2, 2.3], "all"), ([0.4, 0.6], "which")]
    expect("without(A, v, 0)", [2.5, 2.875], hint="which", but=wrong)


def test_what_went_in_is_left_as_it_was():
    expect("(without(A, v, 1), A)[1]", [0.2, 0.3, 0.5], hint="which")


# %% hints
# sum: The weights that are left do not sum to 1. What are they to be divided by?
# all: Token `j` must be neither among the weights nor among the values. `np.delete` makes a copy without one entry.
# even: You gave the others equal weights. They keep their proportions.
# which: Which entry goes is said by `j`, and `A` itself should stay as it was.

# %% solution
import numpy as np


def without(A, v, j):
    """The output of a head when token j is left out: (T,), (T, D) -> (D,)."""
    rest = np.delete(A, j)
    return rest / rest.sum() @ np.delete(v, j, axis=0)


A = np.array([0.2, 0.3, 0.5])  # (T,)
v = np.array([[1.0, 0.0], [0.0, 1.0], [4.0, 4.0]])  # (T, D)
print("with all: ", A @ v)
print("without 2:", without(A, v, 2))

# %% why
# The others grow, so a token matters in two ways: by what it hands over, and by what it keeps from the others. A token
# whose value is 0 adds nothing to the output, and the output may still change when it goes.

# %% wrong: sum
import numpy as np


def without(A, v, j):
    return np.delete(A, j) @ np.delete(v, j, axis=0)

# %% wrong: all
import numpy as np


def without(A, v, j):
    return A @ v

# %% wrong: all
import numpy as np


def without(A, v, j):
    return A[j] * v[j]

# %% wrong: even
import numpy as np


def without(A, v, j):
    return np.delete(v, j, axis=0).mean(0)

# %% wrong: which
import numpy as np


def without(A, v, j):
    rest = A[:-1]
    return rest / rest.sum() @ v[:-1]

# %% wrong: which
import numpy as np


def without(A, v, j):
    A[j] = 0
    return A / A.sum() @ v
