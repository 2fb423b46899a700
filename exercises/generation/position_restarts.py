# %% task: fix
# # Every new token stands first
#
# With a KV cache, only new tokens go through the model; `cached` tokens before them went through earlier. `vectors`
# takes the new tokens' `ids`, the token embeddings `E`, shape (V, C), the position embeddings `P`, one row for each
# place from 0 on, and `cached`, a number. For each new token it should return its embedding plus the row of its place
# in the whole text, one row a token. Mend it.

# %% starter
import numpy as np


def vectors(ids, E, P, cached):
    """Token plus position embeddings of the tokens after those in the cache."""
    return E[ids] + P[: len(ids)]


E = np.array([[10.0], [20.0], [30.0]])  # (V, C)
P = np.array([[0.0], [1.0], [3.0], [6.0], [9.0]])
print("all at once:    ", vectors([2, 0, 1, 1], E, P, 0).ravel())
print("after the cache:", vectors([1], E, P, 3).ravel())


# %% tests
E = np.array([[10.0], [20.0], [30.0]])
P = np.array([[0.0], [1.0], [3.0], [6.0], [9.0]])


def test_a_whole_text_at_once():
    want, wrong = [[30], [11], [23]], [([[31], [13], [26]], "count")]
    expect("vectors([2, 0, 1], E, P, 0)", want, hint="each", but=wrong)


def test_one_token_after_three():
    wrong = [([[20]], "restart"), ([[23]], "count"), ([[29]], "count")]
    expect("vectors([1], E, P, 3)", [[26]], hint="restart", but=wrong)


def test_two_tokens_after_one():
    wrong = [([[10], [21]], "restart")]
    expect("vectors([0, 1], E, P, 1)", [[11], [23]], hint="each", but=wrong)


# %% hints
# restart: Compare the last number of the first line with the second line. Which place does the new token stand at?
# count: Places are counted from 0. If three tokens are in the cache, which places do they take?
# each: Each new token has a place of its own: as many rows of `P` as tokens, one after the other.

# %% solution
import numpy as np


def vectors(ids, E, P, cached):
    """Token plus position embeddings of the tokens after those in the cache."""
    return E[ids] + P[cached : cached + len(ids)]


E = np.array([[10.0], [20.0], [30.0]])  # (V, C)
P = np.array([[0.0], [1.0], [3.0], [6.0], [9.0]])
print("all at once:    ", vectors([2, 0, 1, 1], E, P, 0).ravel())
print("after the cache:", vectors([1], E, P, 3).ravel())

# %% why
# The prompt goes through at once, with nothing in the cache, so the first token that is written is still right. You
# find the mistake if you compare a text fed at once with the same text fed token by token.

# %% wrong: count
import numpy as np


def vectors(ids, E, P, cached):
    return E[ids] + P[cached + 1 : cached + 1 + len(ids)]

# %% wrong: count
import numpy as np


def vectors(ids, E, P, cached):
    start = max(cached - 1, 0)
    return E[ids] + P[start : start + len(ids)]

# %% wrong: each
import numpy as np


def vectors(ids, E, P, cached):
    return E[ids] + P[cached]

# %% wrong: each
import numpy as np


def vectors(ids, E, P, cached):
    return E[ids] + P[cached:]

# %% wrong: restart
import numpy as np


def vectors(ids, E, P, cached):
    return E[ids] + P[np.arange(len(ids))]
