# %% task: predict
# # One loud channel
#
# RMSNorm divides a token's vector by its root mean square, the root of the mean of the squares. A token has the four
# channels 0, 0, 0 and 8. The gain is 1, and ε is left out. What does the last channel become?

# %% starter
guess = None  # <- your number

x = [0.0, 0.0, 0.0, 8.0]
rms = (sum(c * c for c in x) / len(x)) ** 0.5
print(x[-1] / rms)


# %% tests
def test_guess():
    wrong = [(1.0, "length"), (0.5, "root"), (4.0, "divide"), (1.73, "length")]
    expect("guess", 2.0, hint="start", but=wrong, within=0.01)


# %% hints
# start: Square the channels, take their mean, then its root. By that, divide 8.
# length: Take the mean of the four squares, not their sum, and subtract nothing.
# root: You divided by the mean of the squares. It is divided by its root.
# divide: The root mean square itself is 4. What is left of the 8 when you divide by it?

# %% solution
guess = 2.0

# %% why
# The 8 drops out: any positive number in its place gives 2 as well. A positive channel among zeros becomes
# $\sqrt{C}$, and no channel of a vector can come out larger than that.

# %% wrong: length
guess = 1.0

# %% wrong: length
guess = 1.732

# %% wrong: root
guess = 0.5

# %% wrong: divide
guess = 4.0

# %% wrong: start
guess = 8.0
