# %% task: fix
# # The head that is too sure
#
# `shares` takes the queries and the keys of one head, each of shape (T, D), and should return its attention weights,
# (T, T): row i holds the shares that token i gives. The code runs and every row sums to 1, but the shares are too
# sharp, as a rule the more so the larger $D$ is. Something is missing in the scores. Mend it.

# %% starter
import numpy as np


def shares(q, k):
    """The attention weights of one head: twice (T, D) -> (T, T)."""
    scores = q @ k.T
    e = np.exp(scores - scores.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


x = 2 * np.eye(2, 4)  # (T, D) two tokens, four channels
print(shares(x, x).round(3))


# %% tests
def test_a_head_of_four_channels():
    expect(
        "shares(2 * np.eye(2, 4), 2 * np.eye(2, 4))[0]",
        [0.880797, 0.119203],
        hint="sharp",
        but=[([0.731059, 0.268941], "by_d"), ([0.944193, 0.055807], "tokens")],
    )


def test_a_head_of_sixteen_channels():
    expect(
        "shares(2 * np.eye(3, 16), 2 * np.eye(3, 16)[[0, 0, 1]])[1]",
        [0.211942, 0.211942, 0.576117],
        hint="sharp",
        but=[([0.106507, 0.106507, 0.786986], "fixed")],
    )


# %% hints
# sharp: A score is a sum of D products, so it grows with D. What does attention do to the scores before the softmax?
# by_d: Now the scores are too small. Variances add up to D; what is the typical size of such a sum?
# tokens: You used the number of tokens. What makes the sums large is the number of channels in a head.
# fixed: Right for four channels, not for another head size. Take the size from the shape of `q`.

# %% solution
import numpy as np


def shares(q, k):
    """The attention weights of one head: twice (T, D) -> (T, T)."""
    scores = q @ k.T / q.shape[1] ** 0.5
    e = np.exp(scores - scores.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


x = 2 * np.eye(2, 4)  # (T, D) two tokens, four channels
print(shares(x, x).round(3))

# %% why
# No shape and no sum of a row shows that the scale is missing. With equal scores it would not even show in the shares.
# $D$ is the size of one head here, not the width $C$ of the model.

# %% wrong: sharp
import numpy as np


def shares(q, k):
    scores = q @ k.T * q.shape[1] ** 0.5
    e = np.exp(scores - scores.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)

# %% wrong: by_d
import numpy as np


def shares(q, k):
    scores = q @ k.T / q.shape[1]
    e = np.exp(scores - scores.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)

# %% wrong: tokens
import numpy as np


def shares(q, k):
    scores = q @ k.T / len(q) ** 0.5
    e = np.exp(scores - scores.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)

# %% wrong: fixed
import numpy as np


def shares(q, k):
    scores = q @ k.T / 2
    e = np.exp(scores - scores.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)
