# %% task: predict
# # How large a batch for a sixth of the noise?
#
# The gradient of a single example strays from the full gradient by 6, measured as a standard deviation. The mean over
# a batch of 4, drawn independently, strays by 3. How many examples must a batch have so that its mean strays by 1?

# %% starter
guess = None  # <- your number

noise, B = 6.0, 1
while noise / B**0.5 > 1.0:
    B += 1
print(B)


# %% tests
def test_guess():
    wrong = [(6, "one"), (12, "four"), (9, "nine")]
    expect("guess", 36, hint="start", but=wrong)


# %% hints
# start: Divide 6 by the root of the number of examples. For which number is that 1?
# one: Six examples divide the noise by the root of 6, not by 6.
# four: Three times the batch of 4 divides its noise by the root of 3, not by 3.
# nine: Nine times as many is right for a third of the noise. A third of whose noise, and nine times as many as what?

# %% solution
guess = 36

# %% why
# The noise falls with the root of the batch. A sixth of it costs 36 times the examples.

# %% wrong: one
guess = 6

# %% wrong: four
guess = 12

# %% wrong: nine
guess = 9

# %% wrong: start
guess = 100
