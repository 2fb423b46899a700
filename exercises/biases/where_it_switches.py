# %% task: predict
# # Where does the neuron switch?
#
# A neuron has one input, the weight $\weight{w} = -4$ and the bias $\bias{b} = 6$; the sum goes through a sigmoid. At
# which input $\act{x}$ is the output one half?

# %% starter
guess = None  # <- your number

from math import exp

w, b = -4.0, 6.0
for x in [0.0, -b / w, 3.0]:
    p = 1 / (1 + exp(-(w * x + b)))
    print(f"x = {x:.2f}: p = {p:.4f}")


# %% tests
def test_guess():
    wrong = [(-1.5, "sign"), (2 / 3, "turned"), (-2 / 3, "turned"), (-6, "bias")]
    wrong += [(6, "bias")]
    expect("guess", 1.5, hint="start", but=wrong, within=0.01)


# %% hints
# start: The sigmoid is one half where its input is 0. For which `x` is the sum 0?
# sign: Put your number in for `x` and add up. Is the sum 0?
# turned: You divided the weight by the bias.
# bias: That would be so with a weight of 1 or -1.

# %% solution
guess = 1.5

# %% why
# The switching point depends on weight and bias together. With a negative weight a larger bias moves it to the right,
# not to the left.

# %% wrong: sign
guess = -1.5

# %% wrong: turned
guess = 0.667

# %% wrong: bias
guess = -6

# %% wrong: start
guess = 0.5
