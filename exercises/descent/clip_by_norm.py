# %% task: fix
# # Equally long by accident
#
# Clipping by norm shortens the gradient of a whole model to the length `limit` where it is longer, and keeps its
# direction. `clip` takes a list of arrays, one for each tensor of the model, and the limit; it returns the list of
# clipped arrays. Here two arrays of lengths 6 and 8 come out equally long. Mend it.

# %% starter
import numpy as np


def clip(gradients, limit):
    """The arrays, shortened so that all of them together are at most limit long."""
    clipped = []
    for g in gradients:
        norm = np.sqrt((g**2).sum())
        clipped.append(g * min(1, limit / norm))
    return clipped


print(*clip([np.array([2.0, 4.0, 4.0]), np.array([8.0])], 5.0))


# %% tests
def test_a_single_array_gets_the_length():
    expect(
        "clip([np.array([3.0, 4.0])], 1.0)",
        [[0.6, 0.8]],
        hint="root",
        but=[([[1.0, 1.0]], "number")],
    )


def test_a_short_gradient_stays():
    expect(
        "clip([np.array([0.3, 0.4]), np.array([1.2])], 2.6)",
        [[0.3, 0.4], [1.2]],
        hint="short",
    )


def test_one_factor_for_all():
    expect(
        "clip([np.array([2.0, 4.0, 4.0]), np.array([8.0])], 5.0)",
        [[1.0, 2.0, 2.0], [4.0]],
        hint="together",
        but=[([[2.0, 4.0, 4.0], [5.0]], "number")],
    )


# %% hints
# together: Whose length is compared with the limit: that of each array, or that of all numbers of all arrays? Lengths
#   do not add up; their squares do.
# number: Each number was cut by itself. The direction is kept only if all are multiplied by the same factor.
# short: A gradient that is shorter than the limit must not be made longer.
# root: The length is the root of the sum of squares.

# %% solution
import numpy as np


def clip(gradients, limit):
    """The arrays, shortened so that all of them together are at most limit long."""
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g * min(1, limit / norm) for g in gradients]


print(*clip([np.array([2.0, 4.0, 4.0]), np.array([8.0])], 5.0))

# %% why
# One factor for all tensors keeps the direction of the step. Clipped one by one, the short array gains against the
# long one, and the more arrays there are, the longer the whole can still be.

# %% wrong: number
import numpy as np


def clip(gradients, limit):
    return [g.clip(-limit, limit) for g in gradients]

# %% wrong: short
import numpy as np


def clip(gradients, limit):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g * limit / norm for g in gradients]

# %% wrong: root
import numpy as np


def clip(gradients, limit):
    norm = sum((g**2).sum() for g in gradients)
    return [g * min(1, limit / norm) for g in gradients]

# %% wrong: together
import numpy as np


def clip(gradients, limit):
    norm = sum(np.sqrt((g**2).sum()) for g in gradients)
    return [g * min(1, limit / norm) for g in gradients]

# %% wrong: together
import numpy as np


def clip(gradients, limit):
    norm = max(np.sqrt((g**2).sum()) for g in gradients)
    return [g * min(1, limit / norm) for g in gradients]
