# %% task: predict
# # All logits halved
#
# A model gives two words the probabilities 0.8 and 0.2. Then both its logits are multiplied by 0.5. What is the
# probability of the first word now? Give two digits after the point. Write your guess into the first line and press
# *Check*; *Run* tells.

# %% starter
guess = None  # <- your number

import numpy as np

z = np.log([4.0, 1.0])  # (V,)
for scale in [1.0, 0.5]:
    p = np.exp(scale * z) / np.exp(scale * z).sum()  # (V,)
    print(f"logits x {scale}: {p[0]:.2f} {p[1]:.2f}")


# %% tests
def test_guess():
    wrong = [(0.8, "kept"), (0.4, "halved"), (16 / 17, "doubled")]
    expect("guess", 2 / 3, hint="start", but=wrong, within=0.005)


# %% hints
# start: The first word is 4 times as probable as the second. What becomes of this factor if the difference of the
#   logits is halved?
# kept: A number added to all logits would change nothing. Here they are multiplied.
# halved: The other word's would be halved as well, and the two would no longer add up to 1.
# doubled: That is what twice the logits would give.

# %% solution
guess = 0.67

# %% why
# The ratio of two probabilities is the exponential of the difference of their logits. Half the difference makes the
# root of the ratio: 4 to 1 becomes 2 to 1.

# %% wrong: kept
guess = 0.8

# %% wrong: halved
guess = 0.4

# %% wrong: doubled
guess = 0.94

# %% wrong: start
guess = 0.6
