# %% task: predict
# # How large are the scores?
#
# A query and a key hold $D$ numbers each, all of them 1. Their dot product is the score before scaling; attention
# divides it by $\sqrt{D}$. Let $D$ be 64. What is the scaled score? Write your guess into the first line and press
# *Check*; *Run* tells.

# %% starter
guess = None  # <- your number

D = 64
q = [1.0] * D
k = [1.0] * D
score = sum(a * b for a, b in zip(q, k))
print(score / D**0.5)


# %% tests
def test_guess():
    wrong = [(64.0, "scale"), (1.0, "by_d"), (512.0, "times")]
    expect("guess", 8.0, hint="start", but=wrong)


# %% hints
# start: First add up 64 products of 1 and 1. Then divide by the root of 64.
# scale: That is the score before it is divided.
# by_d: You divided by 64. It is divided by the root of 64.
# times: You multiplied by the root. It is divided.

# %% solution
guess = 8.0

# %% why
# Where all numbers are 1, the sum is $D$, and the scaled score still grows, as $\sqrt{D}$. For independent numbers
# with mean 0 and variance 1, the division makes the spread 1 whatever $D$ is.

# %% wrong: scale
guess = 64.0

# %% wrong: by_d
guess = 1.0

# %% wrong: times
guess = 512.0

# %% wrong: start
guess = 3.0
