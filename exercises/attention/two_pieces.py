# %% task: fill
# # A row read in two pieces
#
# Two workers each read a piece of a row of scores. Each keeps a pair `(m, total)`: the largest score $m$ of its piece,
# and the sum of $e^{s - m}$ over its scores $s$. `merge` takes the two pairs and returns the pair of the whole row. The
# scores themselves are gone.

# %% starter
from math import exp


def merge(a, b):
    """The pair (m, total) of a row, from the pairs of its two pieces."""
    m_a, total_a = a
    m_b, total_b = b
    return None


print(merge((1.0, 1.5), (0.0, 1.25)))


# %% tests
def test_the_first_piece_holds_the_largest():
    expect(
        "merge((1.0, 1.5), (0.0, 1.25))",
        (1.0, 1.959849),
        hint="restate",
        but=[((1.0, 4.897852), "shrink"), ((1.0, 5.327423), "shrink")],
    )


def test_the_second_piece_holds_the_largest():
    expect(
        "merge((0.0, 1.25), (1.0, 1.5))",
        (1.0, 1.959849),
        hint="either",
        but=[((1.0, 2.75), "restate")],
    )


def test_large_scores():
    expect("merge((0.0, 3.0), (1000.0, 2.0))", (1000.0, 2.0), hint="shrink")


# %% hints
# restate: Each sum is relative to the maximum of its own piece. What must be done before the two can be added?
# shrink: Against a larger maximum a sum becomes smaller. So no exponent should be above 0, and none can overflow.
# either: The largest score may be in either piece. Restate both sums; where the maximum stays, the factor is 1.

# %% solution
from math import exp


def merge(a, b):
    """The pair (m, total) of a row, from the pairs of its two pieces."""
    m_a, total_a = a
    m_b, total_b = b
    m = max(m_a, m_b)
    return m, total_a * exp(m_a - m) + total_b * exp(m_b - m)


print(merge((1.0, 1.5), (0.0, 1.25)))

# %% why
# The order of merging does not matter, up to rounding, so any number of workers can share a row. If each also keeps the
# mean of its values, whole outputs of attention are merged in this way.

# %% wrong: restate
def merge(a, b):
    return max(a[0], b[0]), a[1] + b[1]

# %% wrong: shrink
from math import exp


def merge(a, b):
    m = max(a[0], b[0])
    return m, a[1] * exp(m - a[0]) + b[1] * exp(m - b[0])

# %% wrong: shrink
from math import exp


def merge(a, b):
    return max(a[0], b[0]), a[1] * exp(a[0]) + b[1] * exp(b[0])

# %% wrong: shrink
from math import exp


def merge(a, b):
    m = max(a[0], b[0])
    return m, (a[1] * exp(a[0]) + b[1] * exp(b[0])) / exp(m)

# %% wrong: either
from math import exp


def merge(a, b):
    return a[0], a[1] + b[1] * exp(b[0] - a[0])
