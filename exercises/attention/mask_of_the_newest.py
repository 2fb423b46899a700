# %% task: fix
# # The newest token sees only the first
#
# `causal` takes scores of shape (n, T): a row for each of the **last** $n$ tokens of a text, a column for each of its
# $T$ tokens. It should return the attention weights, (n, T), under a causal mask: a token sees itself and all before
# it. Where all tokens ask, $n = T$, the version below is right. Where only the last ones ask, they see too little.
# Mend it.

# %% starter
import numpy as np


def causal(scores):
    """Attention weights of the last n of T tokens: (n, T) -> (n, T)."""
    n, T = scores.shape
    may_see = np.tril(np.ones((n, T))) == 1
    e = np.where(may_see, np.exp(scores), 0)
    return e / e.sum(1, keepdims=True)


print("all four ask:", causal(np.zeros((4, 4))).round(2), sep="\n")
print("the last asks:", causal(np.zeros((1, 4))).round(2), sep="\n")


# %% tests
def test_where_all_ask_it_stays_right():
    expect(
        "causal(np.array([[1.0, 2.0], [3.0, 4.0]]))",
        [[1, 0], [0.268941, 0.731059]],
        hint="future",
        but=[([[float("nan")] * 2, [1, 0]], "before")],
    )


def test_the_last_token_sees_all():
    expect(
        "causal(np.zeros((1, 3)))",
        [[1 / 3, 1 / 3, 1 / 3]],
        hint="last",
        but=[([[1 / 2, 1 / 2, 0]], "before")],
    )


def test_the_one_before_it_does_not_see_the_last():
    expect(
        "causal(np.zeros((2, 3)))",
        [[1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3]],
        hint="last",
        but=[([[1 / 3] * 3] * 2, "future")],
    )


# %% hints
# last: Compare the row of the second print with the last row of the first. They stand for the same token.
# future: A token sees one that comes after it. The last column is for the last row alone.
# before: How many tokens stand before the one that the first row belongs to? It sees all of them, and itself.

# %% solution
import numpy as np


def causal(scores):
    """Attention weights of the last n of T tokens: (n, T) -> (n, T)."""
    n, T = scores.shape
    may_see = np.tril(np.ones((n, T)), T - n) == 1
    e = np.where(may_see, np.exp(scores), 0)
    return e / e.sum(1, keepdims=True)


print("all four ask:", causal(np.zeros((4, 4))).round(2), sep="\n")
print("the last asks:", causal(np.zeros((1, 4))).round(2), sep="\n")

# %% why
# In training all tokens ask, and nothing shows; a model that writes asks with its newest token alone. Libraries differ:
# with fewer rows than columns, PyTorch's `is_causal` begins the triangle in the upper left corner, as `np.tril` does;
# FlashAttention today ends it in the lower right, as is wanted here.

# %% wrong: last
import numpy as np


def causal(scores):
    n, T = scores.shape
    may_see = np.tril(np.ones((T, T)))[:n] == 1
    e = np.where(may_see, np.exp(scores), 0)
    return e / e.sum(1, keepdims=True)

# %% wrong: future
import numpy as np


def causal(scores):
    n, T = scores.shape
    may_see = np.tril(np.ones((n, T)), T - n + 1) == 1
    e = np.where(may_see, np.exp(scores), 0)
    return e / e.sum(1, keepdims=True)

# %% wrong: future
import numpy as np


def causal(scores):
    n, T = scores.shape
    may_see = np.tril(np.ones((n, T))) == 1 if n == T else np.ones((n, T)) == 1
    e = np.where(may_see, np.exp(scores), 0)
    return e / e.sum(1, keepdims=True)

# %% wrong: before
import numpy as np


def causal(scores):
    n, T = scores.shape
    may_see = np.tril(np.ones((n, T)), T - n - 1) == 1
    e = np.where(may_see, np.exp(scores), 0)
    return e / e.sum(1, keepdims=True)

# %% wrong: last
import numpy as np


def causal(scores):
    n, T = scores.shape
    may_see = np.tril(np.ones((n, T)), n - T) == 1
    e = np.where(may_see, np.exp(scores), 0)
    return e / e.sum(1, keepdims=True)
