# %% task: fill
# # Which share of the peak?
#
# A training run counts the tokens that all its cards together read in a second. Training takes about 6 operations for
# each parameter and token. `share_of_peak` takes the number of parameters, the tokens in a second, the number of cards
# and the peak rate of one card in operations a second. Complete it: it returns the share of the peak of all cards that
# is reached, from 0 to 1.

# %% starter
def share_of_peak(parameters, tokens, cards, peak):
    """The share of the peak that a training run reaches."""
    ...


print(share_of_peak(1e9, 40e3, 8, 100e12))


# %% tests
def test_one_card():
    wrong = [(40.0, "share"), (2.5, "share"), (2 / 15, "backward")]
    wrong += [(4 / 15, "backward"), (1.2e14, "share")]
    expect("share_of_peak(1e9, 20e3, 1, 300e12)", 0.4, "operations", wrong)


def test_two_cards_share_the_tokens():
    wrong = [(1.0, "cards"), (2.0, "cards")]
    expect("share_of_peak(2e9, 25e3, 2, 300e12)", 0.5, "operations", wrong)


def test_four_cards_with_another_peak():
    expect("share_of_peak(3e9, 50e3, 4, 1e15)", 0.225, hint="operations")


# %% hints
# operations: How many operations does the run do in a second, and how many could its cards do?
# share: A share is what is done, divided by what is possible. It is at most 1.
# backward: That is one of the two passes. Training takes both.
# cards: The tokens are those of all cards. Of how many cards must the peak be?

# %% solution
def share_of_peak(parameters, tokens, cards, peak):
    """The share of the peak that a training run reaches."""
    done = 6 * parameters * tokens  # operations in a second
    return done / (cards * peak)


print(share_of_peak(1e9, 40e3, 8, 100e12))

# %% why
# Many training programs report this share as model FLOPs utilisation, MFU. It counts only what the model needs: a
# forward pass that is run again to save memory keeps the cards busy and does not raise it.

# %% wrong: backward
def share_of_peak(parameters, tokens, cards, peak):
    return 2 * parameters * tokens / (cards * peak)

# %% wrong: share
def share_of_peak(parameters, tokens, cards, peak):
    return cards * peak / (6 * parameters * tokens)

# %% wrong: share
def share_of_peak(parameters, tokens, cards, peak):
    return 100 * 6 * parameters * tokens / (cards * peak)

# %% wrong: cards
def share_of_peak(parameters, tokens, cards, peak):
    return 6 * parameters * tokens / peak

# %% wrong: cards
def share_of_peak(parameters, tokens, cards, peak):
    return 6 * parameters * tokens * cards / peak
