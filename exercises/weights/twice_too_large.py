# %% task: predict
# # Five layers with weights too large
#
# Every layer has 100 inputs, weights of variance 0.04 and ReLU behind it. From one layer to the next the mean square of
# the sums is multiplied, on average, by $n \operatorname{Var}(\weight{w}) / 2$, where $n$ is the number of inputs. It
# begins at 1. What is it 5 layers further on?

# %% starter
guess = None  # <- your number

n, variance = 100, 0.04
mean_square = 1.0
for layer in range(5):
    mean_square *= n * variance / 2
print(mean_square)


# %% tests
def test_guess():
    wrong = [(2.0, "one"), (10.0, "added"), (1024.0, "relu")]
    expect("guess", 32.0, hint="start", but=wrong)


# %% hints
# start: What is the factor of one layer? Then apply it 5 times.
# one: That is the factor of one layer.
# added: Layers do not add their factors. Each multiplies what the one below it made.
# relu: You left out the division by 2, the half that ReLU takes away.

# %% solution
guess = 32.0

# %% why
# The variance is twice He's, so each layer doubles the mean square, and 5 doublings make 32. Depth raises the factor of
# one layer to a power.

# %% wrong: one
guess = 2.0

# %% wrong: added
guess = 10

# %% wrong: relu
guess = 1024

# %% wrong: start
guess = 0.04
