# %% task: fix
# # Whose keys are these?
#
# In grouped-query attention $H$ query heads share $G$ heads of keys, in groups of neighbours: with 4 query heads and 2
# key heads, query heads 0 and 1 use key head 0, and query heads 2 and 3 use key head 1. `for_queries` takes keys of
# shape (G, T, D) and the number $H$, and returns keys of shape (H, T, D), one entry for each query head. The shape is
# right; mend the rest.

# %% starter
import numpy as np


def for_queries(k, H):
    """The keys that each query head uses: (G, T, D) -> (H, T, D)."""
    G = len(k)
    return np.tile(k, (H // G, 1, 1))


k = np.array([[[1.0]], [[2.0]]])  # (G, T, D) one token, one channel
print(for_queries(k, 4).ravel())


# %% tests
def test_neighbours_share_a_head():
    expect(
        "for_queries(np.array([[[1.0]], [[2.0]]]), 4)",
        [[[1]], [[1]], [[2]], [[2]]],
        hint="shape",
        but=[([[[1]], [[2]], [[1]], [[2]]], "order")],
    )


def test_groups_of_three():
    expect(
        "for_queries(np.array([[[1.0, 2.0]], [[3.0, 4.0]]]), 6)",
        [[[1, 2]], [[1, 2]], [[1, 2]], [[3, 4]], [[3, 4]], [[3, 4]]],
        hint="size",
        but=[([[[1, 2]], [[3, 4]]] * 3, "order")],
    )


# %% hints
# order: Compare what is printed with the example in the task. Which query heads got the same keys?
# shape: One entry for each query head is wanted. Along which axis must something be repeated, and how many times?
# size: How many query heads share a key head? It is not always two: take the number from `H` and the shape of `k`.

# %% solution
import numpy as np


def for_queries(k, H):
    """The keys that each query head uses: (G, T, D) -> (H, T, D)."""
    G = len(k)
    return np.repeat(k, H // G, axis=0)


k = np.array([[[1.0]], [[2.0]]])  # (G, T, D) one token, one channel
print(for_queries(k, 4).ravel())

# %% why
# `np.tile` repeats the whole, `np.repeat` each entry; in PyTorch they are `repeat` and `repeat_interleave`. Both orders
# could be trained, but weights made for one give wrong texts with the other, and nothing stops you.

# %% wrong: order
import numpy as np


def for_queries(k, H):
    return np.concatenate([k] * (H // len(k)))

# %% wrong: shape
import numpy as np


def for_queries(k, H):
    return np.repeat(k, H // len(k), axis=1)

# %% wrong: shape
import numpy as np


def for_queries(k, H):
    return np.repeat(k, H, axis=0)

# %% wrong: size
import numpy as np


def for_queries(k, H):
    return np.repeat(k, 2, axis=0)

# %% wrong: size
import numpy as np


def for_queries(k, H):
    return np.stack([k[h // len(k)] for h in range(H)])
