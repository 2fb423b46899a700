# %% task: fix
# # Columns that add up to 1
#
# `softmax` takes logits of shape $(T, V)$, a row for each position, and should return probabilities of the same shape.
# Every position has a distribution of its own over the $V$ words. What is printed looks like probabilities, but the
# rows do not add up to 1. Mend it.

# %% starter
import numpy as np


def softmax(z):
    """Probabilities (T, V) of the logits z (T, V)."""
    exps = np.exp(z - z.max(axis=0))
    return exps / exps.sum(axis=0)


z = np.log([[1.0, 3.0], [4.0, 1.0]])  # (T, V)
print(softmax(z).round(2))


# %% tests
def test_one_position():
    wrong = [([[1, 1]], "axis"), ([[0.5, 0.5]], "shift")]
    expect("softmax(np.log([[1.0, 3.0]]))", [[0.25, 0.75]], "axis", wrong)


def test_two_positions():
    want = [[0.25, 0.75], [0.8, 0.2]]
    wrong = [([[1 / 9, 3 / 9], [4 / 9, 1 / 9]], "all")]
    wrong += [([[0.25, 0.6], [1, 0.2]], "columns")]
    wrong += [([[4 / 13, 9 / 19], [16 / 13, 3 / 19]], "columns")]
    expect("softmax(np.log([[1.0, 3.0], [4.0, 1.0]]))", want, "axis", wrong)


def test_three_positions_and_two_words():
    want = [[0.25, 0.75], [0.8, 0.2], [0.5, 0.5]]
    z = "np.log([[1.0, 3.0], [4.0, 1.0], [2.0, 2.0]])"
    expect(f"softmax({z})", want, hint="columns")


# %% hints
# axis: Axis 0 runs over positions, axis 1 over words. Along which must the numbers add up to 1?
# shift: Which number is subtracted from the scores? It changes nothing only if it is the same for the whole row.
# all: The whole table adds up to 1. Each row should.
# columns: Sums over rows have the shape `(T,)`, and NumPy takes them for columns. How do they keep the shape `(T, 1)`?

# %% solution
import numpy as np


def softmax(z):
    """Probabilities (T, V) of the logits z (T, V)."""
    exps = np.exp(z - z.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)


z = np.log([[1.0, 3.0], [4.0, 1.0]])  # (T, V)
print(softmax(z).round(2))

# %% why
# Over the wrong axis, the positions of a text compete with each other, and a later token has a say in the probabilities
# of an earlier one. All numbers lie between 0 and 1, so only a sum shows the mistake.

# %% wrong: shift
import numpy as np


def softmax(z):
    exps = np.exp(z - z.max(axis=0))
    return exps / exps.sum(axis=1, keepdims=True)

# %% wrong: all
import numpy as np


def softmax(z):
    exps = np.exp(z - z.max())
    return exps / exps.sum()

# %% wrong: columns
import numpy as np


def softmax(z):
    exps = np.exp(z)
    return exps / exps.sum(axis=1)

# %% wrong: columns
import numpy as np


def softmax(z):
    exps = np.exp(z - z.max(axis=1))
    return exps / exps.sum(axis=1)

# %% wrong: axis
import numpy as np


def softmax(z):
    exps = np.exp(z)
    return exps / sum(exps)
