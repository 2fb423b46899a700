# %% task: predict
# # How long does the stream get?
#
# In a pre-norm model no norm stands on the residual stream. A token's vector starts with length 1. Each of 4 blocks has
# two parts, and each part adds a vector of length 1, at a right angle to all vectors before it. How long is the stream
# after the last block?

# %% starter
guess = None  # <- your number

stream = [1.0]  # one coordinate for each direction
for block in range(4):
    stream += [1.0, 1.0]  # two parts, two new directions
print(sum(x * x for x in stream) ** 0.5)


# %% tests
def test_guess():
    wrong = [(9, "add"), (8, "add"), (2.236, "parts"), (2.828, "first")]
    expect("guess", 3.0, hint="start", but=wrong, within=0.01)


# %% hints
# start: Count the vectors that are in the sum. At right angles, it is the squares of the lengths that add up.
# add: At right angles it is not the lengths that add up but their squares.
# parts: How many vectors does one block add?
# first: You counted what the parts add. What was there before the first block?

# %% solution
guess = 3.0

# %% why
# Vectors of many channels in random directions are nearly at right angles, so if each has length 1, the length after
# $N$ blocks is near $\sqrt{1 + 2N}$. The first part adds as much as is there, the last only a third of the end.

# %% wrong: add
guess = 9.0

# %% wrong: add
guess = 8.0

# %% wrong: parts
guess = 5**0.5

# %% wrong: first
guess = 8**0.5

# %% wrong: start
guess = 1.0
