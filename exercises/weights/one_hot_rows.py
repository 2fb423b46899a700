# %% task: fill
# # The look-up as a product
#
# Complete `one_hot`. It takes a list of $T$ token ids, each from 0 to $V - 1$, and the size $V$ of the vocabulary. It
# returns an array of shape $(T, V)$: row $t$ holds a 1 in the place of token $t$'s id and 0 elsewhere. Multiplied by an
# embedding $\weight{E}$ with $V$ rows, it picks the rows `E[ids]`.

# %% starter
import numpy as np


def one_hot(ids, V):
    """A row for each id: 1 in the place of the id, 0 elsewhere."""
    rows = np.zeros((len(ids), V))  # (T, V)
    ...
    return rows


print(one_hot([2, 0], 3))


# %% tests
def test_one_token():
    wrong = [([[1, 0, 0, 0]], "counted"), ([[0, 0, 1, 0]], "counted")]
    wrong += [([[0, 0, 0, 0]], "ones")]
    expect("one_hot([1], 4)", [[0, 1, 0, 0]], hint="shape", but=wrong)


def test_a_row_for_each_token():
    want = [[0, 1], [1, 0], [0, 1]]
    wrong = [([[1, 1], [1, 1], [1, 1]], "every")]
    expect("one_hot([1, 0, 1], 2)", want, hint="shape", but=wrong)


def test_the_product_is_the_look_up():
    E = "np.array([[1, 2], [3, 4], [5, 6]])"
    expect(f"one_hot([2, 0, 2], 3) @ {E}", [[5, 6], [1, 2], [5, 6]], hint="shape")


# %% hints
# ones: All rows are still zeros. Each needs a single 1.
# counted: Ids count from 0, as places in an array do.
# every: Every row has the ones of all the ids. Row `t` belongs to token `t` alone.
# shape: There is one row for each token and one column for each word of the vocabulary.

# %% solution
import numpy as np


def one_hot(ids, V):
    """A row for each id: 1 in the place of the id, 0 elsewhere."""
    rows = np.zeros((len(ids), V))  # (T, V)
    for t, token in enumerate(ids):
        rows[t, token] = 1.0
    return rows


print(one_hot([2, 0], 3))

# %% why
# The product multiplies every other row of $\weight{E}$ by 0. So an embedding is a layer like any other, although
# programs usually copy the row instead.

# %% wrong: counted
import numpy as np


def one_hot(ids, V):
    rows = np.zeros((len(ids), V))
    for t, token in enumerate(ids):
        rows[t, token - 1] = 1.0
    return rows

# %% wrong: every
import numpy as np


def one_hot(ids, V):
    rows = np.zeros((len(ids), V))
    rows[:, ids] = 1.0
    return rows

# %% wrong: shape
import numpy as np


def one_hot(ids, V):
    rows = np.zeros((V, len(ids)))
    rows[ids, np.arange(len(ids))] = 1.0
    return rows

# %% wrong: shape
import numpy as np


def one_hot(ids, V):
    row = np.zeros(V)
    row[ids] = 1.0
    return row
