# %% task: predict
# # Where does the counter stop?
#
# A counter in float16 begins at 0 and goes up by 1 again and again. The fraction of float16 has 10 bits, so between
# $2^n$ and $2^{n+1}$ its numbers lie $2^{n-10}$ apart. A sum halfway between two of them is rounded to the lower one
# here. At which number does the counter stop growing?

# %% starter
guess = None  # <- your number

import numpy as np

count = np.float16(0)
while count + np.float16(1) != count:
    count = count + np.float16(1)
print(int(count))


# %% tests
def test_guess():
    wrong = [(1024, "whole"), (2049, "reached"), (65504, "range")]
    expect("guess", 2048, hint="start", but=wrong)


# %% hints
# start: From which power of two on do neighbours lie 2 apart?
# whole: From there on neighbours lie 1 apart. Adding 1 still arrives.
# reached: Nearly. Which of the numbers around it does float16 have?
# range: That is float16's largest number. The steps between its numbers become too large long before.

# %% solution
guess = 2048

# %% why
# From 2048 on, float16's numbers lie 2 apart, so 2049 is halfway and goes back to 2048. Nothing overflows and nothing
# warns: a sum of many small numbers, kept in 16 bits, stops in the same way.

# %% wrong: whole
guess = 1024

# %% wrong: reached
guess = 2049

# %% wrong: range
guess = 65504

# %% wrong: start
guess = 4096
