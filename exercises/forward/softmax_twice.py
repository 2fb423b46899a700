# %% task: fix
# # A loss that never comes near 0
#
# A model gives logits of shape $(T, V)$; `loss` takes them with the targets, $T$ ids, and should return the mean of
# $-\ln \act{p}$ of the targets. `cross_entropy` takes logits, as PyTorch's does. Here the model is right and sure of it
# at both positions, and yet the printed loss is far from 0. Mend `loss`.

# %% starter
import numpy as np


def softmax(z):
    """Probabilities (T, V) of logits z (T, V)."""
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def cross_entropy(z, y):
    """The mean loss of logits z (T, V) for the targets y (T,)."""
    log_sums = np.log(np.exp(z).sum(axis=1))  # (T,)
    return (log_sums - z[np.arange(len(y)), y]).mean()


def loss(z, y):
    """The mean loss of a model's logits z (T, V) for the targets y (T,)."""
    return cross_entropy(softmax(z), y)


print(f"{loss(np.array([[20.0, 0.0], [0.0, 20.0]]), [0, 1]):.4f}")


# %% tests
def test_two_equal_logits():
    wrong = [(0.5, "log"), ([np.log(2)], "sum")]
    expect("loss(np.array([[5.0, 5.0]]), [1])", np.log(2), "twice", wrong)


def test_probabilities_of_3_and_1_in_4():
    wrong = [(np.log(1 + np.exp(-0.5)), "twice"), (-np.log(3 / 16) / 2, "target")]
    expect("loss(np.log([[3.0, 1.0]]), [0])", np.log(4 / 3), "twice", wrong)


def test_the_mean_of_two_positions():
    z = "np.log([[3.0, 1.0], [3.0, 1.0]])"
    wrong = [(-np.log(3 / 16), "sum")]
    expect(f"loss({z}, [0, 1])", -np.log(3 / 16) / 2, "twice", wrong)


# %% hints
# twice: Count how often a softmax is taken on the way from the logits to the loss. What does `cross_entropy` expect?
# log: A loss is minus a logarithm, not what the probability lacks to 1.
# target: Only the probability of the target counts at each position.
# sum: The loss is one number, the mean over the positions.

# %% solution
import numpy as np


def softmax(z):
    """Probabilities (T, V) of logits z (T, V)."""
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def cross_entropy(z, y):
    """The mean loss of logits z (T, V) for the targets y (T,)."""
    log_sums = np.log(np.exp(z).sum(axis=1))  # (T,)
    return (log_sums - z[np.arange(len(y)), y]).mean()


def loss(z, y):
    """The mean loss of a model's logits z (T, V) for the targets y (T,)."""
    return cross_entropy(z, y)


print(f"{loss(np.array([[20.0, 0.0], [0.0, 20.0]]), [0, 1]):.4f}")

# %% why
# Probabilities lie between 0 and 1, so a second softmax sees differences of at most 1. With two words the loss then
# cannot fall below 0.3133, however sure the model is. Nothing stops with an error, and training goes on, only worse.

# %% wrong: twice
import numpy as np


def softmax(z):
    """Probabilities (T, V) of logits z (T, V)."""
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def cross_entropy(z, y):
    """The mean loss of logits z (T, V) for the targets y (T,)."""
    log_sums = np.log(np.exp(z).sum(axis=1))  # (T,)
    return (log_sums - z[np.arange(len(y)), y]).mean()


def loss(z, y):
    p = softmax(z)
    return cross_entropy(p, y)

# %% wrong: log
import numpy as np


def softmax(z):
    """Probabilities (T, V) of logits z (T, V)."""
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def cross_entropy(z, y):
    """The mean loss of logits z (T, V) for the targets y (T,)."""
    log_sums = np.log(np.exp(z).sum(axis=1))  # (T,)
    return (log_sums - z[np.arange(len(y)), y]).mean()


def loss(z, y):
    return (1 - softmax(z)[np.arange(len(y)), y]).mean()

# %% wrong: target
import numpy as np


def softmax(z):
    """Probabilities (T, V) of logits z (T, V)."""
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def cross_entropy(z, y):
    """The mean loss of logits z (T, V) for the targets y (T,)."""
    log_sums = np.log(np.exp(z).sum(axis=1))  # (T,)
    return (log_sums - z[np.arange(len(y)), y]).mean()


def loss(z, y):
    return -np.log(softmax(z)).mean()

# %% wrong: sum
import numpy as np


def softmax(z):
    """Probabilities (T, V) of logits z (T, V)."""
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def cross_entropy(z, y):
    """The mean loss of logits z (T, V) for the targets y (T,)."""
    log_sums = np.log(np.exp(z).sum(axis=1))  # (T,)
    return (log_sums - z[np.arange(len(y)), y]).mean()


def loss(z, y):
    return -np.log(softmax(z)[np.arange(len(y)), y]).sum()
