# %% task: fix
# # A norm that gives zeros
#
# RMSNorm without a gain divides a vector by the root of the mean of its squares. `rms_norm` takes a vector
# `x` (C) in float16 and returns one (C) in float16. For 300 and 400 it gives zeros, though the inputs and the right
# outputs, about 0.849 and 1.131, are well within float16. Mend it.

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


def test_numbers_near_the_largest():
    expect(
        "rms_norm(np.array([30000.0, 40000.0], np.float16))",
        [0.849, 1.131],
        hint="squares",
        within=0.001,
    )


def test_the_result_is_float16():
    x = "np.array([3.0, 4.0], np.float16)"
    expect(f"rms_norm({x}).dtype.name", "float16", hint="back")


# %% hints
# infinite: Which number on the way is too large for float16? Change the kind of number (`astype`) before that line.
# squares: Some squares are not right. They need a format with more room, whatever numbers come in.
# back: The numbers are right, and they must go on in float16. NumPy keeps the wider kind unless you change it back.
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

# %% wrong: squares
import numpy as np


def rms_norm(x):
    small = x / 100
    return small / np.sqrt((small * small).mean())

# %% wrong: back
import numpy as np


def rms_norm(x):
    return x / np.sqrt((x.astype(np.float32) ** 2).mean())

# %% wrong: formula
import numpy as np


def rms_norm(x):
    wide = x.astype(np.float32)
    return wide / np.sqrt((wide * wide).sum())
