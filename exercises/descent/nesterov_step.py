# %% task: fill
# # Nesterov's step
#
# Nesterov's variant of momentum, in the form that `torch.optim.SGD` has, renews the running sum as momentum does,
# $m \leftarrow \mu\,m + \grad{g}$. Then the weight steps not along $m$ but along $\grad{g} + \mu\,m$, with the new $m$.
# `nesterov_step` takes five numbers: the weight `w`, the sum `m`, the new gradient `g`, `lr` and `mu`. It returns the
# new weight and the new sum.

# %% starter
def nesterov_step(w, m, g, lr, mu):
    """The weight and the running sum after one step."""
    ...


print(nesterov_step(1.0, 0.0, 2.0, 0.1, 0.5))


# %% tests
def test_from_a_sum_of_0():
    expect(
        "nesterov_step(1.0, 0.0, 2.0, 0.1, 0.5)",
        (0.7, 2.0),
        hint="lines",
        but=[((0.8, 2.0), "old"), ((1.3, 2.0), "against"), ((0.7, 3.0), "sum")],
    )


def test_from_an_older_sum():
    expect(
        "nesterov_step(0.7, 2.0, 3.0, 0.1, 0.5)",
        (0.2, 4.0),
        hint="lines",
        but=[((0.2, 5.0), "sum")],
    )


# %% hints
# lines: First the new sum; then the step, the gradient and `mu` times the new sum. Return the weight and the sum.
# old: That is plain momentum. The gradient plus `mu` times the old sum is the new sum; what comes on top?
# against: The weight went along, and should go against. Look at the sign.
# sum: What you return as the sum is the step. The next step needs the sum itself.

# %% solution
def nesterov_step(w, m, g, lr, mu):
    """The weight and the running sum after one step."""
    m = mu * m + g
    return w - lr * (g + mu * m), m


print(nesterov_step(1.0, 0.0, 2.0, 0.1, 0.5))

# %% why
# The newest gradient counts $1 + \mu$ times at once, where momentum counts it once now and more in later steps. Under a
# steady gradient both come to the same length of step, $1 / (1 - \mu)$ times that of plain descent.

# %% wrong: old
def nesterov_step(w, m, g, lr, mu):
    m = mu * m + g
    return w - lr * m, m

# %% wrong: old
def nesterov_step(w, m, g, lr, mu):
    step = g + mu * m
    return w - lr * step, mu * m + g

# %% wrong: against
def nesterov_step(w, m, g, lr, mu):
    m = mu * m + g
    return w + lr * (g + mu * m), m

# %% wrong: sum
def nesterov_step(w, m, g, lr, mu):
    m = mu * m + g
    m = g + mu * m
    return w - lr * m, m

# %% wrong: lines
def nesterov_step(w, m, g, lr, mu):
    m = mu * m + g
    return w - lr * (m + mu * m), m

# %% wrong: lines
def nesterov_step(w, m, g, lr, mu):
    m = mu * m + (1 - mu) * g
    return w - lr * (g + mu * m), m
