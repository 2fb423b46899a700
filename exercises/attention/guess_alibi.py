# %% task: predict
# # Eight places back
#
# ALiBi takes $m_h\,(i - j)$ away from the score that token $i$ gives to token $j$. Heads are counted from 1, and head
# $h$ of $H$ has the slope $m_h = 2^{-8h/H}$. A model has 4 heads. What is added to the score of a token 8 places back,
# in head 2? Mind the sign.

# %% starter
guess = None  # <- your number

H, h = 4, 2
slope = 2.0 ** (-8 * h / H)
print(-slope * 8)


# %% tests
def test_guess():
    wrong = [(0.5, "sign"), (-2.0, "head"), (-0.125, "head")]
    wrong += [(-0.0625, "step"), (0.0625, "step")]
    expect("guess", -0.5, hint="start", but=wrong)


# %% hints
# start: First find the exponent, 8 times 2 divided by 4. The slope is 2 to the minus that. Then take it 8 times.
# sign: The size is right. Does distance raise a score or lower it?
# head: That belongs to another slope. This is the second head, counted from 1, and there are 4 of them.
# step: That belongs to a single step back. How many steps are there?

# %% solution
guess = -0.5

# %% why
# Head 2's slope is $2^{-4}$. Head 1 of these four takes away $2^{-2}$ for each place, head 4 only $2^{-8}$: one rule
# makes heads that look near and heads that look far.

# %% wrong: sign
guess = 0.5

# %% wrong: head
guess = -2.0

# %% wrong: head
guess = -0.125

# %% wrong: step
guess = -1 / 16

# %% wrong: start
guess = -128
