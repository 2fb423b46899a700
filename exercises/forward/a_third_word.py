# %% task: predict
# # When a third word catches up
#
# A model gives "cat" the probability 0.6, "dog" 0.2 and "cow" 0.2. Then the logit of "cow" alone is raised, until "cow"
# has the probability 0.6. What is the probability of "cat" now?

# %% starter
guess = None  # <- your number

import numpy as np

for z in [np.log([3.0, 1.0, 1.0]), np.log([3.0, 1.0, 6.0])]:  # (V,)
    p = np.exp(z) / np.exp(z).sum()  # (V,)
    print(f"logits {z.round(2)}: cat {p[0]:.1f}, dog {p[1]:.1f}, cow {p[2]:.1f}")


# %% tests
def test_guess():
    wrong = [(0.6, "sum"), (0.2, "equal"), (0.4, "equal"), (0.1, "other")]
    expect("guess", 0.3, hint="start", but=wrong, within=0.005)


# %% hints
# start: Two logits have stayed. How many times as probable as "dog" is "cat", before and after?
# sum: With 0.6 for "cow" as well, the three would add up to more than 1.
# equal: "cat" and "dog" share what "cow" leaves. Do they share it equally, and do they lose equally much?
# other: That is the probability of "dog".

# %% solution
guess = 0.3

# %% why
# The ratio of two probabilities depends on the difference of their two logits and on no other logit. So a word that
# gains takes from all others in proportion to what they have.

# %% wrong: sum
guess = 0.6

# %% wrong: equal
guess = 0.4

# %% wrong: equal
guess = 0.2

# %% wrong: start
guess = 0.5
