# %% task: fix
# # A model that is too large on paper
#
# `count` takes a model, a dictionary from names to arrays, and should return how many numbers the model keeps. Here the
# head is the embedding: one array under two names. The printed number is larger than what is kept. Mend `count`.

# %% starter
import numpy as np


def count(model):
    """How many numbers a model keeps."""
    return sum(w.size for w in model.values())


E = np.ones((1000, 64))  # (V, C)
positions = np.ones((128, 64))  # (P, C)
model = {"embedding": E, "positions": positions, "head": E}
print(count(model))


# %% tests
E = np.ones((50, 8))


def test_an_array_with_two_names_counts_once():
    expect("count({'embedding': E, 'head': E})", 400, hint="twice")


def test_two_equal_arrays_count_twice():
    model = "{'embedding': E, 'head': E.copy()}"
    expect(f"count({model})", 800, hint="twice", but=[(400, "alike")])


def test_other_arrays_count_as_before():
    model = "{'embedding': E, 'positions': np.ones((20, 8)), 'head': E}"
    expect(f"count({model})", 560, hint="twice")


# %% hints
# twice: One array is reached by two names, and the sum runs over names.
# alike: These are two arrays, and training can make them differ. Neither their names, nor their shapes, nor their
#   numbers say so. What does?

# %% solution
import numpy as np


def count(model):
    """How many numbers a model keeps."""
    once = {id(w): w for w in model.values()}  # an entry for each array
    return sum(w.size for w in once.values())


E = np.ones((1000, 64))  # (V, C)
positions = np.ones((128, 64))  # (P, C)
model = {"embedding": E, "positions": positions, "head": E}
print(count(model))

# %% why
# Whether weights are tied cannot be seen in a list of names and shapes. It is seen in whether both names lead to one
# array.

# %% wrong: alike
import numpy as np


def count(model):
    return sum(w.size for name, w in model.items() if name != "head")

# %% wrong: alike
import numpy as np


def count(model):
    once = {w.tobytes(): w for w in model.values()}
    return sum(w.size for w in once.values())

# %% wrong: twice
import numpy as np


def count(model):
    total = 0
    for name in set(model):
        total += model[name].size
    return total
