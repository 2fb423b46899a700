# %% task: fix
# # The norm that got into the stream
#
# `pre_norm` takes the vector of one token, shape (C,), and a part of a block, a function of such a vector. It should
# return what GPT-2's order gives: the part reads a normed copy, and what it returns is added to the stream as it came
# in. Below, even a part that returns 0 changes the stream. Mend it.

# %% starter
import numpy as np


def norm(x):
    """A token's vector divided by its root mean square: (C,) -> (C,)."""
    return x / np.sqrt((x**2).mean())


def pre_norm(x, part):
    """One part of a pre-norm block: (C,) -> (C,)."""
    x = norm(x)
    return x + part(x)


print(pre_norm(np.array([1.0, 7.0]), lambda x: 0 * x))


# %% tests
def test_a_part_that_adds_nothing():
    expect(
        "pre_norm(np.array([1.0, 7.0]), lambda x: 0 * x)",
        [1, 7],
        hint="stream",
        but=[([0.0, 0.0], "sum"), ([float("nan")] * 2, "read")],
    )


def test_a_part_that_reads_the_stream():
    expect(
        "pre_norm(np.array([1.0, 7.0]), lambda x: 10 * x)",
        [3, 21],
        hint="stream",
        but=[([11, 77], "read")],
    )


def test_a_longer_vector():
    expect("pre_norm(np.full(3, 4.0), lambda x: x)", [5, 5, 5], hint="read")


# %% hints
# stream: The stream has to come out as it went in, plus what the part adds. Which line norms the stream itself?
# sum: A part does not replace the stream. What is missing from the sum?
# read: What goes into the part should be normed, and what comes out of it should not.

# %% solution
import numpy as np


def norm(x):
    """A token's vector divided by its root mean square: (C,) -> (C,)."""
    return x / np.sqrt((x**2).mean())


def pre_norm(x, part):
    """One part of a pre-norm block: (C,) -> (C,)."""
    return x + part(norm(x))


print(pre_norm(np.array([1.0, 7.0]), lambda x: 0 * x))

# %% why
# One name for two things, the stream and the normed copy, turns pre-norm into an order of its own: the sum starts from
# the normed vector. No shape shows it. A part that returns 0 does, and so does a comparison with a known model.

# %% wrong: stream
import numpy as np


def norm(x):
    return x / np.sqrt((x**2).mean())


def pre_norm(x, part):
    return norm(x + part(x))

# %% wrong: sum
import numpy as np


def norm(x):
    return x / np.sqrt((x**2).mean())


def pre_norm(x, part):
    return part(norm(x))

# %% wrong: read
import numpy as np


def pre_norm(x, part):
    return x + part(x)

# %% wrong: stream
import numpy as np


def norm(x):
    return x / np.sqrt((x**2).mean())


def pre_norm(x, part):
    return norm(x + part(norm(x)))

# %% wrong: read
import numpy as np


def norm(x):
    return x / np.sqrt((x**2).mean())


def pre_norm(x, part):
    return x + norm(part(x))
