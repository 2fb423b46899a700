# %% task: predict
# # Three tokens here, one there
#
# A batch is divided between two processes. The first has 3 tokens, whose losses have a mean of 2. The second has 1
# token with a loss of 6. What is the mean loss of the batch, over all its tokens?

# %% starter
guess = None  # <- your number

means, counts = [2.0, 6.0], [3, 1]
total = sum(mean * count for mean, count in zip(means, counts))
print(total / sum(counts))


# %% tests
def test_guess():
    wrong = [(4.0, "means"), (8.0, "add"), (12.0, "add")]
    expect("guess", 3.0, hint="start", but=wrong)


# %% hints
# start: Add up the losses of all four tokens first. What do the three have together?
# means: That is the mean of the two means, in which the single token counts as much as the three together.
# add: That is a sum. How many tokens does the batch have?

# %% solution
guess = 3.0

# %% why
# The mean of the means would be 4. Processes that hold different numbers of tokens have to exchange sums and counts,
# and divide once.

# %% wrong: means
guess = 4.0

# %% wrong: add
guess = 8.0

# %% wrong: add
guess = 12.0

# %% wrong: start
guess = 2.5
