# %% task: fill
# # From probabilities to perplexity
#
# Complete `perplexity`. It takes a list of probabilities, for each token that came the one that the model had given to
# it. It returns the perplexity: the exponential of the mean of $-\ln \act{p}$.

# %% starter
from math import exp, log


def perplexity(p):
    """The perplexity of tokens that had the probabilities p."""
    ...


print(perplexity([0.5, 0.125]))


# %% tests
def test_a_model_that_is_always_sure():
    expect("perplexity([1.0, 1.0])", 1.0, hint="exp", but=[(0.0, "exp")])


def test_ten_equal_choices():
    wrong = [(1000.0, "mean"), (0.1, "minus")]
    expect("perplexity([0.1, 0.1, 0.1])", 10.0, "exp", wrong)


def test_two_tokens():
    wrong = [(5.0, "order"), (3.2, "order"), (16.0, "mean")]
    expect("perplexity([0.5, 0.125])", 4.0, "exp", wrong)


# %% hints
# exp: A mean loss of 0 belongs to a perplexity of 1. Is your last step the exponential to the base of `log`?
# mean: You added up the losses of all tokens. What is missing?
# minus: The logarithm of a probability is below 0, and a loss is not.
# order: Take the logarithm of each probability first, then the mean, then the exponential.

# %% solution
from math import exp, log


def perplexity(p):
    """The perplexity of tokens that had the probabilities p."""
    losses = [-log(p_t) for p_t in p]
    return exp(sum(losses) / len(losses))


print(perplexity([0.5, 0.125]))

# %% why
# The two tokens were as hard to guess as one of 2 and one of 8 equally likely words. The perplexity is the geometric
# mean of these, 4, not the arithmetic one.

# %% wrong: exp
from math import log


def perplexity(p):
    return sum(-log(p_t) for p_t in p) / len(p)

# %% wrong: mean
from math import exp, log


def perplexity(p):
    return exp(sum(-log(p_t) for p_t in p))

# %% wrong: order
def perplexity(p):
    return len(p) / sum(p)

# %% wrong: order
def perplexity(p):
    return sum(1 / p_t for p_t in p) / len(p)

# %% wrong: minus
from math import exp, log


def perplexity(p):
    return exp(sum(log(p_t) for p_t in p) / len(p))

# %% wrong: exp
from math import log


def perplexity(p):
    return 2 ** (sum(-log(p_t) for p_t in p) / len(p))
