# %% task: predict
# # Nine to one, at temperature 2
#
# Two tokens have the scores $\ln 9$ and 0, so at temperature 1 the first has the probability 0.9. What probability does
# it have at temperature 2? Give two digits after the point.

# %% starter
guess = None  # <- your number

from math import exp, log

temperature = 2.0
e = [exp(score / temperature) for score in (log(9), 0.0)]
print(round(e[0] / sum(e), 2))


# %% tests
def test_guess():
    wrong = [(0.9, "scores"), (0.45, "scores"), (0.99, "times"), (3, "share")]
    expect("guess", 0.75, hint="start", but=wrong, within=0.003)


# %% hints
# start: Half of the logarithm of 9 is the logarithm of which number? That number to 1 is the new ratio.
# scores: The scores are divided by the temperature, and after that comes a new softmax.
# times: You made the choice sharper. A temperature above 1 makes it flatter.
# share: That is the ratio of the two. A probability is a share of their sum.

# %% solution
guess = 0.75

# %% why
# Half a logarithm is that of the root: a ratio of 9 becomes 3, so the first has 3 parts of 4. At temperature $\tau$
# each ratio of two probabilities is raised to the power $1/\tau$, and equal ones stay equal.

# %% wrong: scores
guess = 0.9

# %% wrong: scores
guess = 0.45

# %% wrong: times
guess = 81 / 82

# %% wrong: share
guess = 3.0

# %% wrong: start
guess = 0.5
