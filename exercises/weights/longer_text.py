# %% task: predict
# # A layer and a text of 50 tokens
#
# Each token is a vector of 6 numbers, and the text has 50 tokens. A layer of 4 neurons without a bias is applied to the
# whole text. How many weights does the layer have?

# %% starter
guess = None  # <- your number

import numpy as np

x = np.ones((50, 6))  # (T, C)
W = np.ones((6, 4))  # (C, 4)
z = x @ W  # (T, 4)
print(f"{z.size} outputs from {W.size} weights")


# %% tests
def test_guess():
    wrong = [(1200, "tokens"), (200, "outputs"), (10, "added")]
    expect("guess", 24, hint="start", but=wrong)


# %% hints
# start: Look at one neuron first. How many inputs does it read, and how many weights has it then?
# tokens: You gave each token weights of its own. Does the layer know at which position it stands?
# outputs: That is the number of outputs. Outputs are computed, weights are stored.
# added: Every input is connected to every neuron. How many connections are there?

# %% solution
guess = 24

# %% why
# The number of tokens does not occur in the shape of $\weight{W}$. A longer text costs more arithmetic and no more
# weights.

# %% wrong: tokens
guess = 1200

# %% wrong: outputs
guess = 200

# %% wrong: added
guess = 10

# %% wrong: start
guess = 4
