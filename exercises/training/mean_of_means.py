# %% task: fix
# # The last batch is shorter
#
# The validation text is read in batches, and what is left over makes a shorter last one. `validation_loss` takes a list
# of batches, each the list of its tokens' losses, and should return the mean loss of a token. The version below counts
# some tokens more than others. Mend it.

# %% starter
def validation_loss(batches):
    """The mean loss over all tokens of all batches."""
    means = [sum(batch) / len(batch) for batch in batches]
    return sum(means) / len(means)


print(validation_loss([[1.0, 1.0, 1.0], [5.0]]))


# %% tests
def test_four_tokens():
    expect(
        "validation_loss([[1.0, 1.0, 1.0], [5.0]])",
        2.0,
        hint="token",
        but=[(1.0, "dropped"), (8.0, "divide"), (4.0, "divide"), (8 / 6, "full")],
    )


def test_the_same_losses_in_other_batches():
    expect("validation_loss([[1.0, 1.0], [1.0, 5.0]])", 2.0, hint="token")


def test_two_full_batches_and_a_rest():
    expect("validation_loss([[2.0, 4.0], [6.0, 8.0], [0.0]])", 4.0, hint="token")


# %% hints
# token: A token in the short batch should count as much as any other. Add up the losses and count the tokens.
# dropped: The last batch is missing. Its tokens are part of the text, too.
# divide: The sum is that of all tokens. By how many must it be divided?
# full: Not every batch is as long as the first.

# %% solution
def validation_loss(batches):
    """The mean loss over all tokens of all batches."""
    total = sum(sum(batch) for batch in batches)
    return total / sum(len(batch) for batch in batches)


print(validation_loss([[1.0, 1.0, 1.0], [5.0]]))

# %% why
# A mean of means is the mean only where all groups are of one size. Otherwise the result depends on how the text was
# cut: with another batch size, the same model on the same text seems to be better or worse.

# %% wrong: dropped
def validation_loss(batches):
    kept = [loss for batch in batches[:-1] for loss in batch]
    return sum(kept) / len(kept)

# %% wrong: divide
def validation_loss(batches):
    return sum(sum(batch) for batch in batches)

# %% wrong: divide
def validation_loss(batches):
    return sum(sum(batch) for batch in batches) / len(batches)

# %% wrong: full
def validation_loss(batches):
    return sum(sum(batch) for batch in batches) / (len(batches) * len(batches[0]))

# %% wrong: token
def validation_loss(batches):
    return 2.0
