# %% task: fill
# # At least k of them
#
# A neuron has inputs that are 0 or 1, and all its weights are 1. It fires when the sum of its inputs plus its bias is
# above 0. `fires` takes a list of inputs and a whole number $k$ of at least 1, and should return whether at least $k$
# inputs are 1. Choose the bias from $k$; leave the last line of the function as it is.

# %% starter
def fires(x, k):
    """Whether at least k of the inputs x are 1."""
    b = 0.0  # <- choose it from k
    return sum(x) + b > 0


for x in [[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]]:
    print(x, fires(x, 2))


# %% tests
def test_k_is_1_so_one_is_enough():
    wrong = [([False, False, True], "equal")]
    rows = "[[0, 0, 0], [0, 1, 0], [1, 0, 1]]"
    expect(f"[fires(x, 1) for x in {rows}]", [False, True, True], "below", wrong)


def test_k_is_2_so_two_are_needed():
    wrong = [([False, True, True], "early"), ([False, False, False], "equal")]
    rows = "[[0, 0, 0], [1, 0, 0], [0, 1, 1]]"
    expect(f"[fires(x, 2) for x in {rows}]", [False, False, True], "below", wrong)


def test_k_is_4_so_all_four_are_needed():
    wrong = [([True, True], "early"), ([False, False], "equal")]
    rows = "[[1, 1, 0, 1], [1, 1, 1, 1]]"
    expect(f"[fires(x, 4) for x in {rows}]", [False, True], "below", wrong)


# %% hints
# below: With no input at all the neuron must stay silent, with `k` of them it must fire. What is the sum then?
# equal: With exactly `k` inputs that are 1 your sum is not above 0.
# early: Your neuron fires when one input too few is 1. How must the bias change with `k`?

# %% solution
def fires(x, k):
    """Whether at least k of the inputs x are 1."""
    b = 0.5 - k
    return sum(x) + b > 0


for x in [[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]]:
    print(x, fires(x, 2))

# %% why
# The weights are the same for every $k$: the bias alone makes OR of it ($k$ is 1), AND ($k$ is the number of inputs),
# or something between. Any bias above $-k$ and up to $1 - k$ will do.

# %% wrong: equal
def fires(x, k):
    b = -k
    return sum(x) + b > 0

# %% wrong: early
def fires(x, k):
    b = -0.5
    return sum(x) + b > 0

# %% wrong: equal
def fires(x, k):
    b = -k - 0.5
    return sum(x) + b > 0

# %% wrong: below
def fires(x, k):
    b = k
    return sum(x) + b > 0
