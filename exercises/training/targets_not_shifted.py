# %% task: fix
# # A model that repeats what it reads
#
# Row t of `p`, shape (T, V), holds the probabilities that a model gives to the token **after** place t, and `ids`,
# shape (T,), are the tokens of the text. `loss` takes both and should return the mean of $-\ln p$ over the tokens that
# come next. The table below is that of a model that mostly repeats the token it stands on, and yet its loss looks good.
# Mend the loss.

# %% starter
import numpy as np


def loss(p, ids):
    """The mean of -ln p of each next token: (T, V), (T,) -> a number."""
    T = len(ids)
    return -np.log(p[np.arange(T), ids]).mean()


p = np.array([[0.8, 0.1, 0.1], [0.2, 0.6, 0.2], [0.3, 0.3, 0.4]])  # (T, V)
print(loss(p, np.array([0, 1, 2])).round(3))


# %% tests
p = np.array([[0.8, 0.1, 0.1], [0.2, 0.6, 0.2], [0.3, 0.3, 0.4]])


def test_a_text_of_two_tokens_has_one_target():
    expect(
        "loss(p[:2], np.array([0, 1]))",
        2.302585,
        hint="next",
        but=[(1.609438, "direction"), (1.151293, "mean"), (1.956012, "last")],
    )


def test_a_text_of_three_tokens_has_two():
    expect(
        "loss(p, np.array([0, 1, 2]))",
        1.956012,
        hint="next",
        but=[(1.406705, "direction"), (1.304008, "mean"), (1.705332, "last")],
    )


# %% hints
# next: Row 0 is a prediction made at place 0. Which entry of `ids` does it speak of?
# direction: Now each row is compared with the token before its place. Shift the other way.
# last: After the last token comes nothing that you know, so the last row of `p` has no target.
# mean: How many targets are there? It is one fewer than tokens.

# %% solution
import numpy as np


def loss(p, ids):
    """The mean of -ln p of each next token: (T, V), (T,) -> a number."""
    T = len(ids)
    return -np.log(p[np.arange(T - 1), ids[1:]]).mean()


p = np.array([[0.8, 0.1, 0.1], [0.2, 0.6, 0.2], [0.3, 0.3, 0.4]])  # (T, V)
print(loss(p, np.array([0, 1, 2])).round(3))

# %% why
# Unshifted, the task is to repeat the input, which a model learns quickly. Some libraries shift inside the loss, others
# want targets that are shifted already; shift twice and the model learns to skip a token.

# %% wrong: direction
import numpy as np


def loss(p, ids):
    T = len(ids)
    return -np.log(p[np.arange(1, T), ids[:-1]]).mean()

# %% wrong: mean
import numpy as np


def loss(p, ids):
    T = len(ids)
    return -np.log(p[np.arange(T - 1), ids[1:]]).sum() / T

# %% wrong: last
import numpy as np


def loss(p, ids):
    T = len(ids)
    return -np.log(p[np.arange(T), np.roll(ids, -1)]).mean()

# %% wrong: next
import numpy as np


def loss(p, ids):
    T = len(ids)
    return -np.log(p[np.arange(T - 1), ids[:-1]]).mean()
