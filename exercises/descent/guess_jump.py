# %% task: predict
# # Where does it land?
#
# A weight stands at 10. The loss is a parabola of curvature 5 whose minimum lies at 4, so its gradient is
# $5\,(\weight{w} - 4)$. Gradient descent takes one step, with a learning rate of 0.3. Where is the weight then? Write
# your guess, a whole number, into the first line and press *Check*; *Run* tells.

# %% starter
guess = None  # <- your number

k, lowest, lr = 5.0, 4.0, 0.3
w = 10.0
w = w - lr * k * (w - lowest)
print(w)


# %% tests
def test_guess():
    wrong = [(7.0, "side"), (-3.0, "distance"), (-20.0, "rate")]
    expect("guess", 1.0, hint="start", but=wrong)


# %% hints
# start: First find the gradient where the weight stands, then the step: gradient times rate. Step against the gradient.
# side: That is the right distance from the minimum. Is the step too short to reach it, or does it go past it?
# distance: That is the distance to the minimum, with its sign. At which place is that?
# rate: That would be a step as long as the gradient. The rate is missing.

# %% solution
guess = 1.0

# %% why
# The step is 9 long and the minimum 6 away, so the weight jumps over it, because the rate is above
# $1/k = 0.2$. It still lands nearer, 3 away, because the rate is below $2/k = 0.4$.

# %% wrong: side
guess = 7.0

# %% wrong: distance
guess = -3.0

# %% wrong: rate
guess = -20.0

# %% wrong: start
guess = 8.2
