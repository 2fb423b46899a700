# %% task: fix
# # Dropout that stays on
#
# GPT-2's blocks have dropout. In training it sets some activations to 0, each with probability `p`, and divides the
# others by $1 - p$, so that each keeps its mean. When the model is used, dropout must do nothing. `dropout` takes the
# activations `a`, an array `keep` of the same shape with 0 where the draw drops an activation and 1 elsewhere, `p`, and
# whether the model is `training`. Mend it.

# %% starter
import numpy as np


def dropout(a, keep, p, training):
    """The activations after dropout, of the same shape."""
    return a * keep / (1 - p)


a = np.array([1.0, 2.0, 3.0, 4.0])
keep = np.array([1, 0, 1, 1])  # drawn anew for each step
print("in training:", dropout(a, keep, 0.5, True))
print("in use:     ", dropout(a, keep, 0.5, False))


# %% tests
def test_in_training_what_is_kept_grows():
    expect(
        "dropout(np.arange(1.0, 5.0), np.array([1, 0, 1, 1]), 0.75, True)",
        [4, 0, 12, 16],
        hint="grow",
        but=[([1, 2, 3, 4], "switch")],
    )


def test_in_use_nothing_changes():
    expect(
        "dropout(np.arange(1.0, 5.0), np.array([1, 0, 1, 1]), 0.75, False)",
        [1, 2, 3, 4],
        hint="switch",
        but=[([4, 8, 12, 16], "scale"), ([0.25, 0.5, 0.75, 1], "scale")],
    )


# %% hints
# switch: One of the arguments is never looked at, or looked at the wrong way round. When should zeros appear?
# grow: In training, the ones that stay are divided by the probability of staying.
# scale: Nothing is set to 0 any more, so nothing has to be made up for.

# %% solution
import numpy as np


def dropout(a, keep, p, training):
    """The activations after dropout, of the same shape."""
    return a * keep / (1 - p) if training else a


a = np.array([1.0, 2.0, 3.0, 4.0])
keep = np.array([1, 0, 1, 1])  # drawn anew for each step
print("in training:", dropout(a, keep, 0.5, True))
print("in use:     ", dropout(a, keep, 0.5, False))

# %% why
# Left on, dropout adds noise to what the model computes: the same input gives another output each time. In PyTorch the
# switch is a state of the model, set by `train()` and `eval()`, and can be forgotten just as well.

# %% wrong: switch
import numpy as np


def dropout(a, keep, p, training):
    return a if training else a * keep / (1 - p)

# %% wrong: grow
import numpy as np


def dropout(a, keep, p, training):
    return a * keep if training else a

# %% wrong: grow
import numpy as np


def dropout(a, keep, p, training):
    return a * keep / p if training else a

# %% wrong: scale
import numpy as np


def dropout(a, keep, p, training):
    return a * keep / (1 - p) if training else a / (1 - p)

# %% wrong: scale
import numpy as np


def dropout(a, keep, p, training):
    return a * keep / (1 - p) if training else a * (1 - p)
