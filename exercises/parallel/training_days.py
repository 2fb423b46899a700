# %% task: fill
# # How many days?
#
# Training takes about 6 operations for each parameter and token. `training_days` takes the number of parameters, the
# number of tokens, the number of cards, the peak rate of one card in operations a second, and the share of the peak
# that is reached, from 0 to 1. It returns the time in days of 86,400 seconds.

# %% starter
def training_days(parameters, tokens, cards, peak, share):
    """Days that a training run takes."""
    ...


print(training_days(1e9, 20e9, 8, 100e12, 0.5))


# %% tests
def test_one_card_at_its_peak():
    expect(
        "training_days(1e9, 14.4e9, 1, 1e15, 1.0)",
        1.0,
        hint="operations",
        but=[(86400.0, "seconds"), (24.0, "seconds")],
    )


def test_half_of_the_peak():
    expect("training_days(1e9, 14.4e9, 1, 1e15, 0.5)", 2.0, hint="share")


def test_four_cards():
    expect("training_days(1e9, 14.4e9, 4, 1e15, 0.5)", 0.5, hint="cards")


# %% hints
# operations: Divide all operations by the operations in a second. There are 6 for each pair of a parameter and a token.
# seconds: The time is asked for in days.
# share: At half of the peak, does the same work take more time, or less?
# cards: Four cards do four times as much in a second.

# %% solution
def training_days(parameters, tokens, cards, peak, share):
    """Days that a training run takes."""
    seconds = 6 * parameters * tokens / (cards * peak * share)
    return seconds / 86400


print(training_days(1e9, 20e9, 8, 100e12, 0.5))

# %% why
# Parameters and tokens enter as a product: a model twice as large on half of the text takes as long. What share of
# the peak is reached cannot be computed so; it has to be measured.

# %% wrong: operations
def training_days(parameters, tokens, cards, peak, share):
    return 2 * parameters * tokens / (cards * peak * share) / 86400

# %% wrong: seconds
def training_days(parameters, tokens, cards, peak, share):
    return 6 * parameters * tokens / (cards * peak * share)

# %% wrong: share
def training_days(parameters, tokens, cards, peak, share):
    return 6 * parameters * tokens / (cards * peak) * share / 86400

# %% wrong: cards
def training_days(parameters, tokens, cards, peak, share):
    return 6 * parameters * tokens / (peak * share) / 86400
