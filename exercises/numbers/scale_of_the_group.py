# %% task: fill
# # A scale for each group
#
# Quantised weights have a scale for each group. A row of `q`, whole numbers of shape (rows, columns), is cut into
# groups of neighbours, all equally long; `scales`, of shape (rows, groups), holds their scales in the same order.
# `restore` takes both arrays and returns the weights, of shape (rows, columns).

# %% starter
import numpy as np

q = np.array([[7, -3, 1, 5], [2, 0, -7, 4]])
scales = np.array([[0.1, 0.02], [1.0, 0.5]])


def restore(q, scales):
    """Whole numbers times the scale of their group."""
    ...


print(restore(q, scales))


# %% tests
def test_one_group():
    expect(
        "restore(np.array([[2, 4]]), np.array([[0.5]]))",
        [[1.0, 2.0]],
        hint="groups",
        but=[([[4.0, 8.0]], "times")],
    )


def test_two_groups_of_neighbours():
    expect(
        "restore(np.array([[7, -3, 1, 5]]), np.array([[0.1, 0.02]]))",
        [[0.7, -0.3, 0.02, 0.1]],
        hint="groups",
        but=[([[0.7, -0.06, 0.1, 0.1]], "turns")],
    )


def test_each_row_has_its_own():
    expect(
        "restore(np.array([[1, 2], [3, 4]]), np.array([[1.0, 10.0], [0.5, 0.1]]))",
        [[1.0, 20.0], [1.5, 0.4]],
        hint="groups",
        but=[([[1.0, 20.0], [3.0, 40.0]], "rows")],
    )


# %% hints
# groups: How many columns share a scale? Repeat each scale so often along its row (`np.repeat`), and the shapes fit.
# turns: You dealt the scales out in turns, as `np.tile` does. Neighbours share a scale.
# rows: A row must get its own scales, not those of another row.
# times: The whole numbers were made by dividing. The way back is to multiply.

# %% solution
import numpy as np

q = np.array([[7, -3, 1, 5], [2, 0, -7, 4]])
scales = np.array([[0.1, 0.02], [1.0, 0.5]])


def restore(q, scales):
    """Whole numbers times the scale of their group."""
    size = q.shape[1] // scales.shape[1]
    return q * np.repeat(scales, size, axis=1)


print(restore(q, scales))

# %% why
# `np.repeat` and `np.tile` give arrays of the same shape, so no error tells you which one you took. Only the weights
# do.

# %% wrong: turns
import numpy as np


def restore(q, scales):
    size = q.shape[1] // scales.shape[1]
    return q * np.tile(scales, size)

# %% wrong: groups
import numpy as np


def restore(q, scales):
    return q * scales[:, :1]

# %% wrong: groups
import numpy as np


def restore(q, scales):
    return q * scales

# %% wrong: times
import numpy as np


def restore(q, scales):
    return q / np.repeat(scales, q.shape[1] // scales.shape[1], axis=1)

# %% wrong: rows
import numpy as np


def restore(q, scales):
    return q * np.repeat(scales[0], q.shape[1] // scales.shape[1])
