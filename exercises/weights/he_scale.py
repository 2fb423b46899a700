# %% task: fix
# # A start that is too small
#
# The weights of a layer $\act{x}\weight{W}$ with ReLU behind it are made from draws of mean 0 and variance 1, all
# multiplied by one number. `he_scale` takes the shape (inputs, outputs) of $\weight{W}$ and should return this number,
# so that the weights have He's variance, $2 / n$ for $n$ inputs. The weights come out much too small. Mend it.

# %% starter
def he_scale(shape):
    """The factor for draws of variance 1, by the shape (inputs, outputs)."""
    n_in, n_out = shape
    return 2 / n_in


print(he_scale((512, 2048)))


# %% tests
def test_512_inputs():
    wrong = [(2 / 512, "square"), ((2 / 2048) ** 0.5, "inputs")]
    wrong += [((1 / 512) ** 0.5, "half"), (2 / 2048, "inputs")]
    wrong += [((2 / (512 + 2048)) ** 0.5, "inputs")]
    expect("he_scale((512, 2048))", 0.0625, hint="square", but=wrong)


def test_8_inputs():
    expect("he_scale((8, 2))", 0.5, hint="square", but=[(0.25, "square")])


# %% hints
# square: If every draw is multiplied by `s`, by how much is the mean of the squares multiplied?
# inputs: The sum of a neuron has one term for each of its inputs. How many neurons stand beside it does not matter.
# half: With this number the variance is kept without ReLU. ReLU takes half of the mean square away.

# %% solution
def he_scale(shape):
    """The factor for draws of variance 1, by the shape (inputs, outputs)."""
    n_in, n_out = shape
    return (2 / n_in) ** 0.5


print(he_scale((512, 2048)))

# %% why
# A variance goes with the square of a scale. Rules for a start are often written as variances, while functions that
# draw numbers mostly ask for the standard deviation, which is its root.

# %% wrong: inputs
def he_scale(shape):
    n_in, n_out = shape
    return (2 / n_out) ** 0.5

# %% wrong: inputs
def he_scale(shape):
    return (2 / sum(shape)) ** 0.5

# %% wrong: half
def he_scale(shape):
    n_in, n_out = shape
    return n_in**-0.5

# %% wrong: square
def he_scale(shape):
    n_in, n_out = shape
    return (2 / n_in) ** 2
