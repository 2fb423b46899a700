# %% task: fix
# # The padding that counted
#
# A text of two tokens was padded to three places, and the mask says which places are real. `masked_loss` takes
# the losses of all places and the mask, and should return the mean over the **real** places. Mend it.

# %% starter
def masked_loss(losses, mask):
    """The mean loss of the places whose mask is 1."""
    kept = [loss * m for loss, m in zip(losses, mask)]
    return sum(kept) / len(kept)


print(masked_loss([1.0, 2.0, 9.0], [1, 1, 0]))


# %% tests
def test_padding_does_not_count():
    expect(
        "masked_loss([1.0, 2.0, 9.0], [1, 1, 0])",
        1.5,
        hint="real",
        but=[(1.0, "places"), (4.0, "ignored"), (3.0, "sum")],
    )


def test_more_padding_changes_nothing():
    expect(
        "masked_loss([1.0, 2.0, 9.0, 9.0, 9.0], [1, 1, 0, 0, 0])",
        1.5,
        hint="real",
        but=[(0.6, "places"), (3.0, "sum")],
    )


def test_without_padding_it_is_the_mean():
    expect("masked_loss([1.0, 2.0, 3.0], [1, 1, 1])", 2.0, "real", [(6.0, "sum")])


# %% hints
# real: Which losses belong to real places, and how many are they?
# places: The sum is right. By how many places must it be divided: by all of them, or by those that count?
# ignored: The mask is not used: the 9.0 of the padding is in the sum.
# sum: That is the sum of the losses. A mean still has to be divided.

# %% solution
def masked_loss(losses, mask):
    """The mean loss of the places whose mask is 1."""
    kept = [loss * m for loss, m in zip(losses, mask)]
    return sum(kept) / sum(mask)


print(masked_loss([1.0, 2.0, 9.0], [1, 1, 0]))

# %% why
# Divided by all places, a padded text seems to be predicted better than it is, and the more padding, the better.

# %% wrong: places
def masked_loss(losses, mask):
    kept = [loss for loss, m in zip(losses, mask) if m]
    return sum(kept) / len(losses)

# %% wrong: ignored
def masked_loss(losses, mask):
    return sum(losses) / len(losses)

# %% wrong: real
def masked_loss(losses, mask):
    mean = sum(losses) / len(losses)
    return sum(mean * m for m in mask)

# %% wrong: sum
def masked_loss(losses, mask):
    return sum(loss * m for loss, m in zip(losses, mask))
