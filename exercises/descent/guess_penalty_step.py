# %% task: predict
# # A penalty in Adam's hands
#
# A weight stands at 4, and the loss does not depend on it: its gradient is 0. You add an L2 penalty,
# $\frac{\lambda}{2}\weight{w}^2$ with $\lambda = 0.5$, to the loss, so Adam gets the gradient $\lambda\weight{w}$.
# Its learning rate is 0.1, and it corrects its means. Where is the weight after Adam's first step, to one digit
# behind the point?

# %% starter
guess = None  # <- your number

w, lr, decay, eps = 4.0, 0.1, 0.5, 1e-8
g = 0.0 + decay * w
m_hat, v_hat = g, g**2  # the corrected means after one step
w -= lr * m_hat / (v_hat**0.5 + eps)
print(f"{w:.1f}")


# %% tests
def test_guess():
    wrong = [(3.8, "size"), (4.0, "none"), (2.0, "rate")]
    expect("guess", 3.9, hint="start", but=wrong, within=0.005)


# %% hints
# start: First find the gradient. Then ask how long Adam's first step is.
# size: Plain descent would step like that, and AdamW too. What does Adam divide the penalty's gradient by?
# none: The loss has no slope here, but the penalty has one.
# rate: You took the whole gradient off the weight. The rate is missing, and so is Adam.

# %% solution
guess = 3.9

# %% why
# Adam divides the penalty's gradient by its own size, so the step is as long as the rate, whatever $\lambda$ is.
# AdamW keeps the decay out of the division: the weight loses the share $\mathrm{lr}\,\lambda$ of itself and is at
# 3.8.

# %% wrong: size
guess = 3.8

# %% wrong: none
guess = 4.0

# %% wrong: rate
guess = 2.0

# %% wrong: start
guess = 3.5
