# %% task: fill
# # One step of momentum
#
# Momentum keeps a running sum of gradients. At each step the sum fades to `mu` times what it was, the new gradient is
# added whole, and the weight steps against the new sum, times the learning rate. `momentum_step` takes five numbers:
# the weight `w`, the sum `m`, the new gradient `g`, `lr` and `mu`. It returns the new weight and the new sum.

# %% starter
def momentum_step(w, m, g, lr, mu):
    """The weight and the running sum after one step."""
    ...


print(momentum_step(1.0, 0.0, 2.0, 0.1, 0.5))


# %% tests
def test_from_a_sum_of_0_it_is_plain_descent():
    expect(
        "momentum_step(1.0, 0.0, 2.0, 0.1, 0.5)",
        (0.8, 2.0),
        hint="order",
        but=[((0.9, 1.0), "mean"), ((1.2, 2.0), "against")],
    )


def test_old_gradients_count_less():
    expect(
        "momentum_step(0.8, 2.0, 3.0, 0.1, 0.5)",
        (0.4, 4.0),
        hint="order",
        but=[((0.5, 3.0), "fade"), ((0.3, 5.0), "fade"), ((0.5, 4.0), "order")],
    )


# %% hints
# order: There are two lines: renew the sum, then step along the new sum. Return both.
# mean: You gave the gradient a share of the sum. In this rule it is added whole.
# fade: What becomes of the old sum? It is neither dropped nor kept whole.
# against: The weight went along the sum. It steps against it.

# %% solution
def momentum_step(w, m, g, lr, mu):
    """The weight and the running sum after one step."""
    m = mu * m + g
    return w - lr * m, m


print(momentum_step(1.0, 0.0, 2.0, 0.1, 0.5))

# %% why
# Under a steady gradient the sum grows towards $1/(1 - \mu)$ times the gradient: twice, where `mu` is 0.5. A rule
# with a mean instead of a sum needs a larger rate for the same steps.

# %% wrong: mean
def momentum_step(w, m, g, lr, mu):
    m = mu * m + (1 - mu) * g
    return w - lr * m, m

# %% wrong: fade
def momentum_step(w, m, g, lr, mu):
    m = m + g
    return w - lr * m, m

# %% wrong: order
def momentum_step(w, m, g, lr, mu):
    return w - lr * m, mu * m + g

# %% wrong: order
def momentum_step(w, m, g, lr, mu):
    m = mu * m + g
    return w - lr * g, m

# %% wrong: against
def momentum_step(w, m, g, lr, mu):
    m = mu * m + g
    return w + lr * m, m
