# %% task: predict
# # Three slopes in a row
#
# A neuron computes $z = \weight{w}\act{x} + \bias{b}$ and $\act{a} = \operatorname{sigmoid}(z)$, and the loss is
# $L = (\act{a} - y)^2$. The slope of the sigmoid is $a(1 - a)$. Let $w = 2$, $x = 3$, $b = -6$ and $y = 1$. What is
# $\grad{\partial L / \partial w}$?

# %% starter
guess = None  # <- your number

from math import exp

w, x, b, y = 2.0, 3.0, -6.0, 1.0
z = w * x + b
a = 1 / (1 + exp(-z))
dL_da = 2 * (a - y)
da_dz = a * (1 - a)
dz_dw = x
print(f"{dL_da} * {da_dz} * {dz_dw} = {dL_da * da_dz * dz_dw}")


# %% tests
def test_guess():
    wrong = [(0.75, "sign"), (-0.25, "last"), (-0.5, "last"), (-0.375, "square")]
    expect("guess", -0.75, hint="start", but=wrong)


# %% hints
# start: Go forward first: what are `z` and `a`? Then multiply the slopes of the square, the sigmoid and the sum.
# sign: Would the loss grow or fall if `a` grew towards the target?
# last: Two of the slopes are right. By what is `w` multiplied in the sum?
# square: Two of the slopes are right. How steep is a square?

# %% solution
guess = -0.75

# %% why
# The slopes are -1, 0.25 and 3. The weight itself is no factor, its input is. A negative gradient says that the loss
# falls if the weight grows a little.

# %% wrong: sign
guess = 0.75

# %% wrong: last
guess = -0.25

# %% wrong: square
guess = -0.375

# %% wrong: start
guess = -3

# %% wrong: start
guess = 0
