# %% task: fix
# # Where each row ends
#
# `cut` lays out the tokens of one text for training: it takes `ids`, an array of $BT + 1$ tokens, and returns inputs
# and targets, two arrays of shape (B, T). The inputs are the first $BT$ tokens, row after row. Each target should be
# the token that follows its input in the text. Below, one target in each row is another token. Mend it.

# %% starter
import numpy as np


def cut(ids, B, T):
    """Inputs and targets: (B * T + 1,) -> twice (B, T)."""
    x = ids[:-1].reshape(B, T)
    y = np.roll(x, -1, axis=1)
    return x, y


x, y = cut(np.array([7, 5, 3, 2, 9, 4, 8]), 2, 3)
print("inputs: ", *x.tolist())
print("targets:", *y.tolist())


# %% tests
def test_one_row():
    expect(
        "cut(np.array([6, 2, 9]), 1, 2)",
        ([[6, 2]], [[2, 9]]),
        hint="end",
        but=[(([[6, 2]], [[6, 2]]), "same"), (([[6, 2]], [[9, 6]]), "back")],
    )


def test_two_rows():
    wrong = [(([[7, 5, 3], [2, 9, 4]], [[5, 3, 2], [9, 4, 7]]), "end")]
    wrong += [(([[7, 5, 3], [2, 9, 4]], [[5, 3, 8], [9, 4, 8]]), "row")]
    expect(
        "cut(np.array([7, 5, 3, 2, 9, 4, 8]), 2, 3)",
        ([[7, 5, 3], [2, 9, 4]], [[5, 3, 2], [9, 4, 8]]),
        hint="row",
        but=wrong,
    )


# %% hints
# end: `np.roll` moves what falls out at one end to the other. Which token of `ids` is in no row of the inputs?
# row: The rows hold one text: what follows the last input of a row is the first of the next row.
# same: Each target is its own input. A model would learn to copy.
# back: Those are tokens that stand before the inputs. Which way must the targets be shifted?

# %% solution
import numpy as np


def cut(ids, B, T):
    """Inputs and targets: (B * T + 1,) -> twice (B, T)."""
    x = ids[:-1].reshape(B, T)
    y = ids[1:].reshape(B, T)
    return x, y


x, y = cut(np.array([7, 5, 3, 2, 9, 4, 8]), 2, 3)
print("inputs: ", *x.tolist())
print("targets:", *y.tolist())

# %% why
# Only one target in $T$ is wrong, so the loss falls nearly as it should, and no shape tells you. Shift the text first
# and cut it into rows afterwards.

# %% wrong: end
import numpy as np


def cut(ids, B, T):
    x = ids[:-1].reshape(B, T)
    return x, np.roll(ids[:-1], -1).reshape(B, T)

# %% wrong: same
import numpy as np


def cut(ids, B, T):
    x = ids[:-1].reshape(B, T)
    return x, x

# %% wrong: back
import numpy as np


def cut(ids, B, T):
    x = ids[:-1].reshape(B, T)
    return x, np.roll(ids, 1)[:-1].reshape(B, T)

# %% wrong: row
import numpy as np


def cut(ids, B, T):
    x = ids[:-1].reshape(B, T)
    y = np.roll(x, -1, axis=1)
    y[:, -1] = ids[-1]
    return x, y
