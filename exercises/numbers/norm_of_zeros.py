# %% task: fix
# # A norm that gives zeros
#
# RMSNorm without a gain divides a vector by the root of the mean of its squares. `rms_norm` takes a float16 vector
# `x` (C) and returns another (C). For 300 and 400 it gives zeros, though the inputs and the right outputs, about
# 0.849 and 1.131, are well within float16. Mend it.

# %% starter
import numpy as np


def rms_norm(x):
    """A vector (C,) divided by its root mean square."""
    mean = (x * x).mean()
    return x / np.sqrt(mean)


print(rms_norm(np.array([300.0, 400.0], np.float16)))


# %% tests
def test_small_numbers():
    expect(
        "rms_norm(np.array([3.0, 4.0], np.float16))",
        [0.849, 1.131],
        hint="formula",
        within=0.001,
    )


def test_large_numbers():
    expect(
        "rms_norm(np.array([300.0, 400.0], np.float16))",
        [0.849, 1.131],
        hint="squares",
        but=[([0.0, 0.0], "infinite")],
        within=0.001,
    )


# %% hints
# infinite: Which number on the way is too large for float16? Change the kind of number (`astype`) before that line.
# squares: The squares are no longer right. They need a format with more room, not a limit.
# formula: For small numbers the function was right. Keep the mean and the root.

# %% solution
import numpy as np


def rms_norm(x):
    """A vector (C,) divided by its root mean square."""
    wide = x.astype(np.float32)
    return (wide / np.sqrt((wide * wide).mean())).astype(np.float16)


print(rms_norm(np.array([300.0, 400.0], np.float16)))

# %% why
# The square of 300 is more than float16's largest number, so the mean is infinite, and a number divided by infinity
# is 0. The norms of T5 and LLaMA in `transformers` compute this mean in float32, whatever kind of number comes in.

# %% wrong: infinite
import numpy as np


def rms_norm(x):
    mean = (x * x).astype(np.float32).mean()
    return x / np.sqrt(mean)

# %% wrong: infinite
import numpy as np


def rms_norm(x):
    mean = (x * x).mean(dtype=np.float32)
    return x / np.sqrt(mean)

# %% wrong: squares
import numpy as np


def rms_norm(x):
    mean = np.minimum(x * x, np.finfo(np.float16).max).mean(dtype=np.float32)
    return x / np.sqrt(mean)

# %% wrong: formula
import numpy as np


def rms_norm(x):
    wide = x.astype(np.float32)
    return wide / np.sqrt((wide * wide).sum())
