# %% task: fill
# # What a place knows after several layers
#
# `mask` (T, T) is the mask of one layer: place i reads place j where `mask[i][j]` is 1. By the residual connection a
# place also keeps what it knows. Before the first layer each place knows its own token only. `knows` takes the mask
# and a number of layers, and returns a (T, T) grid: 1 where the vector of place i depends on the token of place j,
# else 0.

# %% starter
import numpy as np

back = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]])


def knows(mask, layers):
    """Which tokens the vector of each place is made of, after some layers."""
    ...


print(knows(back, 2))


# %% tests
chain = np.eye(4, dtype=int) + np.eye(4, k=-1, dtype=int)  # the same as back


def test_before_the_first_layer():
    expect(
        "knows(np.array([[1, 0], [1, 1]]), 0)",
        [[1, 0], [0, 1]],
        hint="start",
        but=[([[True, False], [False, True]], "ones")],
    )


def test_a_mask_that_hides_the_own_place():
    expect(
        "knows(np.array([[0, 1], [1, 0]]), 1)",
        [[1, 1], [1, 1]],
        hint="start",
        but=[([[0, 1], [1, 0]], "keep")],
    )


def test_news_travels():
    want = [[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [0, 1, 1, 1]]
    expect("knows(chain, 2)", want, hint="ones", but=[(chain, "travel")])


def test_after_three_layers_the_last_knows_the_first():
    want = [[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 1, 1]]
    expect("knows(chain, 3)", want, hint="travel")


# %% hints
# start: Begin with a grid in which each place knows itself, `np.eye(T, dtype=int)`, and change it once a layer.
# keep: The mask hides a place from itself. What does the residual connection do?
# travel: In the second layer a place reads vectors that have read others before. `mask @ grid` adds up what they know.
# ones: Return the numbers 0 and 1 only, however many ways lead from one place to another.

# %% solution
import numpy as np

back = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]])


def knows(mask, layers):
    """Which tokens the vector of each place is made of, after some layers."""
    grid = np.eye(len(mask), dtype=int)
    for _ in range(layers):
        grid = (grid + mask @ grid > 0).astype(int)
    return grid


print(knows(back, 2))

# %% why
# Each place reads one place back, and after two layers it knows of two. So the mask of one layer says what may be
# read, not what a stack can know.

# %% wrong: start
import numpy as np


def knows(mask, layers):
    grid = mask
    for _ in range(layers):
        grid = (grid + mask @ grid > 0).astype(int)
    return grid

# %% wrong: keep
import numpy as np


def knows(mask, layers):
    grid = np.eye(len(mask), dtype=int)
    for _ in range(layers):
        grid = (mask @ grid > 0).astype(int)
    return grid

# %% wrong: travel
import numpy as np


def knows(mask, layers):
    grid = np.eye(len(mask), dtype=int)
    return (grid + mask > 0).astype(int) if layers else grid

# %% wrong: ones
import numpy as np


def knows(mask, layers):
    grid = np.eye(len(mask), dtype=int)
    for _ in range(layers):
        grid = np.maximum(grid, mask @ grid)
    return grid
