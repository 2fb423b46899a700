# %% task: fill
# # A softmax that reads once
#
# Softmax needs the largest score $m$ of a row and the sum of $e^{s - m}$ over its scores $s$. `one_pass` takes a list
# of scores and returns both, `(m, total)`, but it looks at each score once. While it reads, `total` is relative to the
# largest score so far. Fill in the line: restate the old sum for the new maximum, and add the new score.

# %% starter
from math import exp, inf


def one_pass(scores):
    """The largest score, and the sum of exponentials relative to it."""
    m, total = -inf, 0.0
    for s in scores:
        new = max(m, s)
        total = None  # <- from total, m, new and s
        m = new
    return m, total


print(one_pass([0.0, 1.0]))


# %% tests
def test_falling_scores():
    expect(
        "one_pass([1.0, 0.0])",
        (1.0, 1.367879),
        hint="new",
        but=[((1.0, 3.718282), "large"), ((1.0, 0.367879), "forgot")],
    )


def test_a_rising_score_gives_the_same():
    expect(
        "one_pass([0.0, 1.0])",
        (1.0, 1.367879),
        hint="new",
        but=[((1.0, 2.0), "restate"), ((1.0, 1.0), "forgot")],
    )


def test_large_scores_in_between():
    expect("one_pass([0.0, 999.0, 1000.0])", (1000.0, 1.367879), hint="large")


# %% hints
# new: Two terms: the old `total` times a factor, and an exponential of the new score. Both relative to `new`.
# restate: When the maximum grows, what was summed before is too large. By which factor?
# large: An exponential of a score itself can overflow. Every exponent should be a difference, never above 0.
# forgot: Only one score counts in your sum. What became of the others?

# %% solution
from math import exp, inf


def one_pass(scores):
    """The largest score, and the sum of exponentials relative to it."""
    m, total = -inf, 0.0
    for s in scores:
        new = max(m, s)
        total = total * exp(m - new) + exp(s - new)
        m = new
    return m, total


print(one_pass([0.0, 1.0]))

# %% why
# For the first score the factor is $e^{-\infty} = 0$, so the start needs no case of its own. As long as the maximum
# stays, the factor is 1. This is what lets attention read keys in pieces and never hold a whole row of scores.

# %% wrong: restate
from math import exp, inf


def one_pass(scores):
    m, total = -inf, 0.0
    for s in scores:
        new = max(m, s)
        total = total + exp(s - new)
        m = new
    return m, total

# %% wrong: large
from math import exp, inf


def one_pass(scores):
    m, total = -inf, 0.0
    for s in scores:
        m = max(m, s)
        total = total + exp(s)
    return m, total

# %% wrong: forgot
from math import exp, inf


def one_pass(scores):
    m, total = -inf, 0.0
    for s in scores:
        new = max(m, s)
        total = exp(s - new)
        m = new
    return m, total

# %% wrong: new
from math import exp, inf


def one_pass(scores):
    m, total = -inf, 0.0
    for s in scores:
        new = max(m, s)
        total = total * exp(new - m) + exp(s - new)
        m = new
    return m, total

# %% wrong: large
from math import exp


def one_pass(scores):
    m = max(scores)
    return m, sum(exp(s) for s in scores) / exp(m)
