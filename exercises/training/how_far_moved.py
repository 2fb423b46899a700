# %% task: fill
# # How far did the weights move?
#
# `moved` takes the weights before and after training, two arrays of one shape, and returns the root mean square of the
# change: the square root of the mean of the squared differences. It is one number, whatever the shape.

# %% starter
import numpy as np


def moved(before, after):
    """The root mean square of the change of some weights."""
    return None


print(moved(np.array([3.0, -3.0]), np.array([-3.0, 3.0])))


# %% tests
def test_weights_that_change_their_sign():
    expect(
        "moved(np.array([3.0, -3.0]), np.array([-3.0, 3.0]))",
        6.0,
        hint="steps",
        but=[(0.0, "size"), (36.0, "root"), (72**0.5, "mean"), (72.0, "mean")],
    )


def test_one_weight_of_four():
    expect(
        "moved(np.zeros((2, 2)), np.array([[0.0, 4.0], [0.0, 0.0]]))",
        2.0,
        hint="steps",
        but=[(1.0, "steps"), (4.0, "mean")],
    )


# %% hints
# steps: Differences first, then their squares, the mean over all of them, the root.
# size: Both weights moved, and yours is 0. Take the difference of each weight, and square it before you average.
# root: The mean of the squares is right. One step is missing.
# mean: You added the squares up. Then a larger matrix would seem to move farther.

# %% solution
import numpy as np


def moved(before, after):
    """The root mean square of the change of some weights."""
    return np.sqrt(((after - before) ** 2).mean())


print(moved(np.array([3.0, -3.0]), np.array([-3.0, 3.0])))

# %% why
# The first weights turned round and are as large as before: a comparison of sizes would say that nothing happened. The
# mean makes tensors of different shapes comparable, and the square lets one weight that moved far count more.

# %% wrong: size
import numpy as np


def moved(before, after):
    return np.sqrt((after**2).mean()) - np.sqrt((before**2).mean())

# %% wrong: size
import numpy as np


def moved(before, after):
    return (after - before).mean()

# %% wrong: root
import numpy as np


def moved(before, after):
    return ((after - before) ** 2).mean()

# %% wrong: mean
import numpy as np


def moved(before, after):
    return np.linalg.norm(after - before)

# %% wrong: steps
import numpy as np


def moved(before, after):
    return abs(after - before).mean()
