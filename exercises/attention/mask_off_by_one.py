# %% task: fix
# # One step into the future
#
# `causal` takes the scores of one head, (T, T), and should return its attention weights, (T, T), under a causal mask:
# token i, counted from 0, sees itself and the tokens before it. A model with the version below trains, and its loss is
# too good to be true. Find out which token sees what, and mend it.

# %% starter
import numpy as np


def causal(scores):
    """Attention weights under a causal mask: (T, T) -> (T, T)."""
    T = len(scores)
    may_see = np.tril(np.ones((T, T)), 1) == 1
    e = np.where(may_see, np.exp(scores), 0)
    return e / e.sum(1, keepdims=True)


print(causal(np.zeros((3, 3))).round(3))


# %% tests
def test_the_first_token_sees_itself_alone():
    expect(
        "causal(np.array([[1.0, 2.0], [3.0, 4.0]]))[0]",
        [1.0, 0.0],
        hint="future",
        but=[([float("nan")] * 2, "itself"), ([0.268941, 0.0], "sum")],
    )


def test_equal_scores_share_evenly_among_what_may_be_seen():
    expect(
        "causal(np.zeros((3, 3)))",
        [[1, 0, 0], [1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3]],
        hint="future",
        but=[([[1, 0, 0], [1, 0, 0], [1 / 2, 1 / 2, 0]], "itself")],
    )


# %% hints
# future: Look at the first row that is printed. Whom does token 0 see that it should not?
# itself: A token must see itself. What is left to share out for the first one?
# sum: A row no longer sums to 1. The mask has to act before the shares are divided by their sum.

# %% solution
import numpy as np


def causal(scores):
    """Attention weights under a causal mask: (T, T) -> (T, T)."""
    T = len(scores)
    may_see = np.tril(np.ones((T, T))) == 1
    e = np.where(may_see, np.exp(scores), 0)
    return e / e.sum(1, keepdims=True)


print(causal(np.zeros((3, 3))).round(3))

# %% why
# A 1 as the second argument is right in `np.triu`, which marks what is hidden, and wrong in `np.tril`, which marks what
# may be seen. Each token but the last saw the very token that it had to predict, and no shape tells you.

# %% wrong: itself
import numpy as np


def causal(scores):
    T = len(scores)
    may_see = np.tril(np.ones((T, T)), -1) == 1
    e = np.where(may_see, np.exp(scores), 0)
    return e / e.sum(1, keepdims=True)

# %% wrong: future
import numpy as np


def causal(scores):
    T = len(scores)
    may_see = np.triu(np.ones((T, T))) == 1
    e = np.where(may_see, np.exp(scores), 0)
    return e / e.sum(1, keepdims=True)

# %% wrong: future
import numpy as np


def causal(scores):
    e = np.exp(scores * np.tril(np.ones((len(scores), len(scores)))))
    return e / e.sum(1, keepdims=True)

# %% wrong: sum
import numpy as np


def causal(scores):
    e = np.exp(scores)
    return e / e.sum(1, keepdims=True) * np.tril(np.ones((len(scores), len(scores))))

# %% wrong: itself
import numpy as np


def causal(scores):
    T = len(scores)
    may_see = np.tril(np.ones((T, T)), -1) == 1
    may_see[0, 0] = True
    e = np.where(may_see, np.exp(scores), 0)
    return e / e.sum(1, keepdims=True)
