# %% task: fix
# # The norm that mixes tokens
#
# `layer_norm` takes the vectors of some tokens, shape (T, C), and should bring each token to mean 0 and variance 1 by
# itself; gain and bias are left out here. In the version below, one token changes what another gets, and a token that
# stands alone becomes 0. Mend it.

# %% starter
import numpy as np


def layer_norm(x, eps=1e-5):
    """Each token's vector to mean 0 and variance 1: (T, C) -> (T, C)."""
    mean = x.mean(0)
    var = x.var(0)
    return (x - mean) / np.sqrt(var + eps)


x = np.array([[0.0, 0.0, 4.0, 4.0], [0.0, 0.0, 0.0, 8.0]])  # (T, C)
print(layer_norm(x).round(3))


# %% tests
def test_one_token_alone():
    r = 0.75**0.5
    wrong = [([[-0.5, -0.5, 0.5, 0.5]], "root"), ([[0, 0, 2, 2]], "root")]
    wrong += [([[-r, -r, r, r]], "count")]
    expect(
        "layer_norm(np.array([[0.0, 0.0, 4.0, 4.0]]))",
        [[-1, -1, 1, 1]],
        hint="tokens",
        but=wrong,
        within=1e-4,
    )


def test_another_token_changes_nothing():
    r = 0.5**0.5
    expect(
        "layer_norm(np.array([[0.0, 0.0, 4.0, 4.0], [0.0, 0.0, 0.0, 8.0]]))",
        [[-1, -1, 1, 1], [-0.57735, -0.57735, -0.57735, 1.732051]],
        hint="column",
        but=[([[-r, -r, r, r], [-r, -r, -r, 3 * r]], "tokens")],
        within=1e-4,
    )


def test_as_many_tokens_as_channels():
    expect(
        "layer_norm(np.array([[0.0, 2.0], [6.0, 2.0]]))",
        [[-1, 1], [1, -1]],
        hint="column",
        within=1e-4,
    )


# %% hints
# tokens: The rows of `x` are tokens. Over which axis is the mean of one token taken?
# root: The difference from the mean is divided by the standard deviation, the root of the variance.
# count: The variance is the mean of the squares, over all C channels. You divide by one fewer.
# column: Each token needs its own mean, so the means must stand in a column, shape (T, 1). Look at `keepdims`.

# %% solution
import numpy as np


def layer_norm(x, eps=1e-5):
    """Each token's vector to mean 0 and variance 1: (T, C) -> (T, C)."""
    mean = x.mean(1, keepdims=True)
    var = x.var(1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


x = np.array([[0.0, 0.0, 4.0, 4.0], [0.0, 0.0, 0.0, 8.0]])  # (T, C)
print(layer_norm(x).round(3))

# %% why
# Over the tokens, later ones would reach earlier ones through the mean, and a causal mask would not stop it. Without
# `keepdims`, as many tokens as channels fit without an error and get each other's means.

# %% wrong: tokens
import numpy as np


def layer_norm(x, eps=1e-5):
    return (x - x.mean()) / np.sqrt(x.var() + eps)

# %% wrong: root
import numpy as np


def layer_norm(x, eps=1e-5):
    return (x - x.mean(1, keepdims=True)) / (x.var(1, keepdims=True) + eps)

# %% wrong: root
import numpy as np


def layer_norm(x, eps=1e-5):
    return x / np.sqrt(x.var(1, keepdims=True) + eps)

# %% wrong: count
import numpy as np


def layer_norm(x, eps=1e-5):
    var = x.var(1, keepdims=True, ddof=1)
    return (x - x.mean(1, keepdims=True)) / np.sqrt(var + eps)

# %% wrong: column
import numpy as np


def layer_norm(x, eps=1e-5):
    mean = x.mean(1)
    var = x.var(1)
    return (x - mean) / np.sqrt(var + eps)

# %% wrong: column
import numpy as np


def layer_norm(x, eps=1e-5):
    if len(x) == x.shape[1]:
        return (x - x.mean(1)) / np.sqrt(x.var(1) + eps)
    return (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + eps)
