# %% task: fix
# # Three times too far
#
# `adam` takes the gradients of one weight, step after step, and a learning rate. It returns where the weight stands
# after each step; it begins at 0. Under a steady gradient each of Adam's steps should be as long as the rate, here
# 0.02. The first one is three times as long. Mend it.

# %% starter
def adam(gradients, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The places of a weight after each step."""
    w = m = v = 0.0
    places = []
    for t, g in enumerate(gradients, 1):  # t = 1, 2, 3, ...
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w -= lr * m / (v**0.5 + eps)
        places.append(w)
    return places


print(*(f"{w:.4f}" for w in adam([0.5, 0.5, 0.5], 0.02)))


# %% tests
def test_the_first_step_is_as_long_as_the_rate():
    wrong = [([-0.632456], "both"), ([-0.002], "both")]
    expect("adam([0.5], 0.02)", [-0.02], hint="zero", but=wrong)


def test_so_is_the_third():
    expect("adam([0.5] * 3, 0.02)", [-0.02, -0.04, -0.06], hint="grows")


def test_a_gradient_that_turns_shortens_the_step():
    expect("adam([0.6, -0.3], 0.02)", [-0.02, -0.0253267], hint="grows")


# %% hints
# zero: Both means start at 0 and are too small at first. How large is the share of gradients in each after one step?
# both: You corrected one of the two means. The other starts at 0 as well.
# grows: The first step is right, the next is not. The share grows with `t`; and what is corrected must not go back into
#   the running means.

# %% solution
def adam(gradients, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The places of a weight after each step."""
    w = m = v = 0.0
    places = []
    for t, g in enumerate(gradients, 1):  # t = 1, 2, 3, ...
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        w -= lr * m_hat / (v_hat**0.5 + eps)
        places.append(w)
    return places


print(*(f"{w:.4f}" for w in adam([0.5, 0.5, 0.5], 0.02)))

# %% why
# After one step `m` holds a tenth of the gradient, but the root of `v` only about a thirtieth of its size. So a
# forgotten correction makes the first steps too long, not too short, and `v` needs thousands of steps to fill.

# %% wrong: zero
def adam(gradients, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, v, places = 0.0, 0.0, 0.0, []
    for t, g in enumerate(gradients):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w -= lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps)
        places.append(w)
    return places

# %% wrong: both
def adam(gradients, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, v, places = 0.0, 0.0, 0.0, []
    for t, g in enumerate(gradients, 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w -= lr * m / (1 - beta1**t) / (v**0.5 + eps)
        places.append(w)
    return places

# %% wrong: both
def adam(gradients, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, v, places = 0.0, 0.0, 0.0, []
    for t, g in enumerate(gradients, 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w -= lr * m / ((v / (1 - beta2**t)) ** 0.5 + eps)
        places.append(w)
    return places

# %% wrong: grows
def adam(gradients, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, v, places = 0.0, 0.0, 0.0, []
    for g in gradients:
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w -= lr * m / (1 - beta1) / ((v / (1 - beta2)) ** 0.5 + eps)
        places.append(w)
    return places

# %% wrong: grows
def adam(gradients, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, v, places = 0.0, 0.0, 0.0, []
    for t, g in enumerate(gradients, 1):
        m = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
        v = (beta2 * v + (1 - beta2) * g**2) / (1 - beta2**t)
        w -= lr * m / (v**0.5 + eps)
        places.append(w)
    return places
