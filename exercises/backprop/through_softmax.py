# %% task: predict
# # Back through a softmax
#
# Softmax made the shares 0.25, 0.25 and 0.5 of three scores, and the gradients 8, 0 and 2 arrive at these shares. On
# the way back, the mean of the gradients, weighted by the shares, is subtracted from each gradient, and each
# difference is multiplied by its own share. What gradient does the first score get?

# %% starter
guess = None  # <- your number

import numpy as np

p = np.array([0.25, 0.25, 0.5])  # (3,) shares
dp = np.array([8.0, 0.0, 2.0])  # (3,) the gradient that arrives at them
mean = (p * dp).sum()
dz = p * (dp - mean)  # (3,)
print("weighted mean", mean, "gradient of the scores", dz)


# %% tests
def test_guess():
    wrong = [(2.0, "mean"), (5.0, "share"), (14 / 12, "plain"), (14 / 3, "plain")]
    expect("guess", 1.25, hint="start", but=wrong, within=0.01)


# %% hints
# start: Weighted by the shares, the mean of 8, 0 and 2 is a sum of three products. What is it?
# mean: That is the gradient times the share. Nothing has been subtracted.
# share: The result must still be multiplied by the share of the first score.
# plain: You took the plain mean. The third gradient counts twice as much as each of the others.

# %% solution
guess = 1.25

# %% why
# The three gradients of the scores add up to 0: raise all scores alike, and the shares stay as they are. The second
# score gets a negative one although 0 arrived at its share.

# %% wrong: mean
guess = 2

# %% wrong: share
guess = 5

# %% wrong: plain
guess = 1.17

# %% wrong: start
guess = 8
