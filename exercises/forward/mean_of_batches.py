# %% task: fill
# # One mean out of several batches
#
# Each batch reported the mean loss of its tokens. Complete `combine`: it takes the list of these means and the list of
# the batches' numbers of tokens, equally long, and returns the mean loss of all tokens. A batch may have no token at
# all; then its mean is given as 0.

# %% starter
def combine(means, counts):
    """The mean loss of all tokens, from the mean and the tokens of each batch."""
    ...


print(combine([2.0, 5.0], [3, 1]))


# %% tests
def test_three_tokens_and_one():
    wrong = [(3.5, "equal"), (5.5, "divide"), (11.0, "divide"), (1.75, "sums")]
    expect("combine([2.0, 5.0], [3, 1])", 2.75, "sums", wrong)


def test_three_batches():
    wrong = [(5 / 3, "equal"), (10 / 3, "divide")]
    expect("combine([1.0, 4.0, 0.0], [2, 2, 4])", 1.25, "sums", wrong)


def test_a_batch_without_tokens():
    expect("combine([2.0, 0.0], [4, 0])", 2.0, "sums", [(1.0, "equal")])


# %% hints
# equal: That is the mean of the means: a batch of one token had as much say as a batch of three.
# divide: You have added up the losses of all tokens. How many tokens are there?
# sums: What is the sum of the losses in each batch, if you know their mean and their number?

# %% solution
def combine(means, counts):
    """The mean loss of all tokens, from the mean and the tokens of each batch."""
    total = sum(mean * n for mean, n in zip(means, counts))
    return total / sum(counts)


print(combine([2.0, 5.0], [3, 1]))

# %% why
# Every token now counts alike, in whichever batch it came. If you can choose, keep sums and counts, and divide once at
# the end.

# %% wrong: equal
def combine(means, counts):
    return sum(means) / len(means)

# %% wrong: divide
def combine(means, counts):
    return sum(mean * n for mean, n in zip(means, counts)) / len(means)

# %% wrong: divide
def combine(means, counts):
    return sum(mean * n for mean, n in zip(means, counts))

# %% wrong: sums
def combine(means, counts):
    return sum(means) / sum(counts)
