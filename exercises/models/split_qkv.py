# %% task: fill
# # Three matrices in one
#
# GPT-2's files hold the weights of queries, keys and values of a block as one matrix (C, 3C), with a row for each
# input: the first C columns belong to the queries, the next to the keys, the last to the values. `split_qkv` takes
# this matrix and returns three, for queries, keys and values, each (C, C) with a row for each *output*, as
# `nn.Linear` keeps them.

# %% starter
import numpy as np


def split_qkv(W):
    """The matrices of queries, keys and values, with a row for each output."""
    ...


print(split_qkv(np.array([[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]])))


# %% tests
def test_one_channel():
    expect(
        "split_qkv(np.array([[7, 8, 9]]))",
        [[[7]], [[8]], [[9]]],
        hint="blocks",
    )


def test_two_channels():
    unturned = [[[1, 2], [7, 8]], [[3, 4], [9, 10]], [[5, 6], [11, 12]]]
    expect(
        "split_qkv(np.array([[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]]))",
        [[[1, 7], [2, 8]], [[3, 9], [4, 10]], [[5, 11], [6, 12]]],
        hint="blocks",
        but=[(unturned, "turn")],
    )


# %% hints
# blocks: Which columns belong to the queries? They are neighbours, and all rows have them.
# turn: The columns are right. The file has a row for each input; what should a row stand for?

# %% solution
import numpy as np


def split_qkv(W):
    """The matrices of queries, keys and values, with a row for each output."""
    C = len(W)
    return W[:, :C].T, W[:, C : 2 * C].T, W[:, 2 * C :].T


print(split_qkv(np.array([[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]])))

# %% why
# Cut out of the file, the three are square, so a forgotten transpose changes no shape, and a strict load does not
# complain. Only the scores are wrong.

# %% wrong: turn
import numpy as np


def split_qkv(W):
    return np.split(W, 3, axis=1)

# %% wrong: blocks
import numpy as np


def split_qkv(W):
    return [W[:, i::3].T for i in range(3)]

# %% wrong: blocks
import numpy as np


def split_qkv(W):
    C = len(W)
    return W.reshape(3, C, C)

# %% wrong: blocks
import numpy as np


def split_qkv(W):
    C = len(W)
    return W[:, C : 2 * C].T, W[:, :C].T, W[:, 2 * C :].T
