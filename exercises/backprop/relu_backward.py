# %% task: fill
# # Back through a ReLU
#
# Complete `relu_backward`. It takes the gradient $\grad{da}$ at the output of a ReLU and the numbers $z$ that went
# into it, two arrays of the same shape, and returns the gradient $\grad{dz}$, of this shape too. ReLU has the slope 1
# where $z$ is positive and 0 elsewhere, also at $z = 0$.

# %% starter
import numpy as np


def relu_backward(da, z):
    """The gradient at the input z of a ReLU, from da at its output."""
    ...


z = np.array([[2.0, -2.0], [-1.0, 3.0]])  # (T, F)
da = np.array([[5.0, 5.0], [-5.0, -5.0]])  # (T, F)
print(relu_backward(da, z))


# %% tests
def test_the_slope_is_1_or_0():
    wrong = [([1, 1, 1], "which"), ([2, 0, 0.5], "slope"), ([2, -2, 0.5], "slope")]
    wrong += [([1, -1, 1], "slope"), ([0, 1, 0], "turned")]
    da, z = "np.array([1.0, 1.0, 1.0])", "np.array([2.0, -2.0, 0.5])"
    expect(f"relu_backward({da}, {z})", [1, 0, 1], "which", wrong)


def test_a_negative_gradient_passes_too():
    da, z = "np.array([-4.0, -4.0])", "np.array([2.0, -2.0])"
    expect(f"relu_backward({da}, {z})", [-4, 0], hint="which")


def test_nothing_passes_at_0():
    da, z = "np.array([3.0, -3.0])", "np.array([0.0, 0.0])"
    expect(f"relu_backward({da}, {z})", [0, 0], hint="zero")


def test_a_table_of_tokens_and_units():
    da, z = "np.array([[5, 5], [-5, -5]])", "np.array([[2, -2], [-1, 3]])"
    expect(f"relu_backward({da}, {z})", [[5, 0], [0, -5]], hint="which")


# %% hints
# which: Of `z` and `da`, which decides where the gradient passes? The gradient may have either sign.
# slope: Where ReLU passes a number, it passes it unchanged. So how steep is it there?
# turned: You kept the places where ReLU puts out 0.
# zero: At 0 the slope is agreed to be 0.

# %% solution
import numpy as np


def relu_backward(da, z):
    """The gradient at the input z of a ReLU, from da at its output."""
    return np.where(z > 0, da, 0.0)


z = np.array([[2.0, -2.0], [-1.0, 3.0]])  # (T, F)
da = np.array([[5.0, 5.0], [-5.0, -5.0]])  # (T, F)
print(relu_backward(da, z))

# %% why
# ReLU cuts the same places on the way back as on the way forward, whatever gradient arrives there. A unit that is
# silent for every token passes no gradient at all, and the weights into it get none.

# %% wrong: which
import numpy as np


def relu_backward(da, z):
    return np.maximum(da, 0)

# %% wrong: which
import numpy as np


def relu_backward(da, z):
    return da * (z > 0) * (da > 0)

# %% wrong: slope
import numpy as np


def relu_backward(da, z):
    return da * np.maximum(z, 0)

# %% wrong: turned
import numpy as np


def relu_backward(da, z):
    return np.where(z > 0, 0, da)

# %% wrong: zero
import numpy as np


def relu_backward(da, z):
    return da * (z >= 0)
