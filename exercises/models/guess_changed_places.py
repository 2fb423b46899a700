# %% task: predict
# # How many places look different?
#
# BERT chooses 15% of the tokens of a text. Of those, 80% are replaced by `[MASK]`, 10% by a random token, and 10%
# stay as they are. Take a text of 400 tokens and these shares exactly, and let no random token happen to be the true
# one. How many places show another token than the text had?

# %% starter
guess = None  # <- your number

chosen = 400 * 15 // 100
hidden, random_token = chosen * 80 // 100, chosen * 10 // 100
print(hidden + random_token)


# %% tests
def test_guess():
    wrong = [(48, "random"), (60, "kept"), (360, "all")]
    expect("guess", 54, hint="start", but=wrong)


# %% hints
# start: How many are chosen? Of these, which two kinds show something else than before?
# random: Those are the places with `[MASK]`. One more kind looks different.
# kept: All of these are asked for, but some of them stay as they are.
# all: The shares of 80% and 10% are of the chosen tokens, not of the text.

# %% solution
guess = 54

# %% why
# The loss counts 60 places, and 54 of them look different. Only the 48 that show `[MASK]` give themselves away. At
# every other place the model has to be ready to be asked.

# %% wrong: random
guess = 48

# %% wrong: kept
guess = 60

# %% wrong: all
guess = 360

# %% wrong: start
guess = 100
