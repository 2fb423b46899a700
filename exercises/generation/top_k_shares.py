# %% task: fill
# # Cut off the tail
#
# `top_k` takes a list of V probabilities and a number `k`. It returns V probabilities in the same order: the `k`
# largest divided by their sum, and 0 for all others. Assume that no two are equal.

# %% starter
def top_k(p, k):
    """The k largest probabilities, divided by their sum, and 0 elsewhere."""
    return None


print(top_k([0.3, 0.6, 0.1], 2))


# %% tests
def test_the_likeliest_alone_gets_all():
    wrong = [([0, 0.6, 0], "sum"), ([0, 0, 1], "largest"), ([1, 0, 0], "order")]
    expect("top_k([0.3, 0.6, 0.1], 1)", [0, 1, 0], hint="order", but=wrong)


def test_two_of_three():
    expect(
        "top_k([0.3, 0.6, 0.1], 2)",
        [1 / 3, 2 / 3, 0],
        hint="order",
        but=[([0.3, 0.6, 0], "sum"), ([0.425557, 0.574443, 0], "again")],
    )


def test_all_of_them_stay_as_they_are():
    expect("top_k([0.1, 0.2, 0.3, 0.4], 4)", [0.1, 0.2, 0.3, 0.4], hint="largest")


# %% hints
# sum: What is left does not sum to 1. By what must it be divided?
# again: These are probabilities already. They need no exponential, only a sum.
# largest: Which probabilities are kept? As many as `k` says, from the largest down.
# order: Every token keeps its place in the list, so the result has V entries. The smallest that stays is
#   `sorted(p)[-k]`.

# %% solution
def top_k(p, k):
    """The k largest probabilities, divided by their sum, and 0 elsewhere."""
    smallest = sorted(p)[-k]
    kept = [share if share >= smallest else 0.0 for share in p]
    return [share / sum(kept) for share in kept]


print(top_k([0.3, 0.6, 0.1], 2))

# %% why
# With `k` = 1 this is greedy choice. Among those that stay, ratios do not change: 0.3 is half of 0.6, and a
# third is half of two thirds.

# %% wrong: sum
def top_k(p, k):
    return [share if share in sorted(p)[-k:] else 0.0 for share in p]

# %% wrong: largest
def top_k(p, k):
    kept = [share if share in sorted(p)[:k] else 0.0 for share in p]
    return [share / sum(kept) for share in kept]

# %% wrong: again
from math import exp


def top_k(p, k):
    kept = [exp(share) if share in sorted(p)[-k:] else 0.0 for share in p]
    return [share / sum(kept) for share in kept]

# %% wrong: order
def top_k(p, k):
    kept = sorted(p)[-k:]
    return [share / sum(kept) for share in kept]

# %% wrong: order
def top_k(p, k):
    kept = sorted(p, reverse=True)[:k] + [0.0] * (len(p) - k)
    return [share / sum(kept) for share in kept]

# %% wrong: order
def top_k(p, k):
    kept = [share if share > sorted(p)[-k] else 0.0 for share in p]
    return [share / sum(kept) for share in kept]
