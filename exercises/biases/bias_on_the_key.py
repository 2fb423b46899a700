# %% task: predict
# # A bias on the key
#
# A query meets two keys, and the attention weight of the first token is 0.75. Then the same bias (8, -2, 5, 1) is added
# to both keys, in a head without rotary positions. What is the attention weight of the first token now? Give two
# digits after the point.

# %% starter
guess = None  # <- your number

import numpy as np

q = np.array([2.0, 1.0, 0.0, -1.0])  # (D,)
k = np.array([[np.log(3), 0, 0, 0], [0, 0, 0, 0]])  # (T, D)
b_k = np.array([8.0, -2.0, 5.0, 1.0])  # (D,)
for keys in [k, k + b_k]:
    scores = keys @ q / 4**0.5  # (T,)
    A = np.exp(scores) / np.exp(scores).sum()  # (T,)
    print("scores", scores.round(2), "attention weights", A.round(2))


# %% tests
def test_guess():
    wrong = [(1.0, "both"), (0.5, "equal"), (0.0, "both"), (0.25, "swapped")]
    expect("guess", 0.75, hint="start", but=wrong, within=0.005)


# %% hints
# start: By how much does the bias move the score of the first token, and by how much that of the second?
# both: The bias is added to the second key as well.
# equal: The scores grow, but does the difference between them shrink?
# swapped: That is the share of the second token.

# %% solution
guess = 0.75

# %% why
# Both scores move by the same 6.5, the product of query and bias divided by the root of 4. Softmax sees only
# differences, so the attention weights stay.

# %% wrong: both
guess = 1.0

# %% wrong: equal
guess = 0.5

# %% wrong: swapped
guess = 0.25

# %% wrong: start
guess = 0.9
