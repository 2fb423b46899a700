# %% task: fix
# # A bias that became a table
#
# A layer adds the bias $\bias{b}$, of shape $(C,)$, to every token of every text. `step` takes $\bias{b}$, the
# gradient $\grad{dy}$ at the layer's output, of shape $(B, T, C)$, and the learning rate. It should return the bias
# after one step of gradient descent, of shape $(C,)$, but returns a row for each token. Mend it.

# %% starter
import numpy as np


def step(b, dy, lr):
    """The bias (C,) after a step; dy (B, T, C) is the output's gradient."""
    db = dy.sum(axis=0)
    return b - lr * db


dy = np.array([[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]])  # (2, 2, 2)
print(step(np.zeros(2), dy, lr=0.5))


# %% tests
def test_one_text_of_one_token():
    dy = "np.array([[[2, 4]]])"
    wrong = [([-2, -2], "channels")]
    expect(f"step(np.ones(2), {dy}, 0.5)", [0, -1], "axes", wrong)


def test_three_texts_of_four_tokens():
    wrong = [([-1, -1], "mean"), ([-4, -4], "mean"), ([-3, -3], "mean")]
    expect("step(np.zeros(2), np.ones((3, 4, 2)), 1.0)", [-12, -12], "axes", wrong)


def test_each_channel_has_its_own_sum():
    dy = "np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])"
    expect(f"step(np.zeros(2), {dy}, 0.5)", [-8, -10], hint="axes")


# %% hints
# axes: The gradient of the bias must have the shape of the bias. Over which axes of `dy` must you add up?
# mean: The bias acts on every token, and the effects add up. Where the loss is a mean, `dy` has been divided already.
# channels: Each number of the bias belongs to one channel. Channels must not be added up.

# %% solution
import numpy as np


def step(b, dy, lr):
    """The bias (C,) after a step; dy (B, T, C) is the output's gradient."""
    db = dy.sum(axis=(0, 1))  # (C,)
    return b - lr * db


dy = np.array([[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]])  # (2, 2, 2)
print(step(np.zeros(2), dy, lr=0.5))

# %% why
# NumPy subtracts a table from a vector without complaint, and adding a table to the output works as well. Compare the
# shape of each gradient with the shape of what it belongs to.

# %% wrong: mean
import numpy as np


def step(b, dy, lr):
    return b - lr * dy.mean(axis=(0, 1))

# %% wrong: channels
import numpy as np


def step(b, dy, lr):
    return b - lr * dy.sum()

# %% wrong: axes
import numpy as np


def step(b, dy, lr):
    return b - lr * dy.sum(axis=1)
