# %% task: fill
# # Perplexity
#
# A model read a text, and `p` is the list of the probabilities that it gave to the tokens that did come. Write
# `perplexity`, which takes this list and returns $e^L$, where $L$ is the loss, the mean of $-\ln p$.

# %% starter
from math import exp, log


def perplexity(p):
    """e to the mean of -ln p."""
    return None


print(perplexity([0.5, 0.125]))


# %% tests
def test_always_one_in_four():
    expect(
        "perplexity([0.25, 0.25])",
        4.0,
        hint="steps",
        but=[(1.386294, "power"), (16.0, "mean"), (2.614063, "power")],
    )


def test_one_in_two_and_one_in_eight():
    expect(
        "perplexity([0.5, 0.125])",
        4.0,
        hint="steps",
        but=[(3.2, "logs"), (5.0, "logs")],
    )


def test_a_model_that_is_always_right_and_sure():
    expect("perplexity([1.0, 1.0, 1.0])", 1.0, hint="steps")


# %% hints
# steps: Three steps: minus the logarithm of each, their mean, and e to the power of that. It is at least 1.
# mean: The more tokens, the larger yours gets. A mean does not grow with their number.
# power: The logarithms are natural ones, so the last step is e to the power of the loss.
# logs: The mean is taken of the logarithms, not of the probabilities or of one divided by them.

# %% solution
from math import exp, log


def perplexity(p):
    """e to the mean of -ln p."""
    return exp(sum(-log(one) for one in p) / len(p))


print(perplexity([0.5, 0.125]))

# %% why
# A perplexity of 4 is that of a choice among four equally likely tokens. The same comes out for one in two and one in
# eight, because the logarithm adds what probabilities multiply: both texts have the probability one sixteenth.

# %% wrong: power
from math import log


def perplexity(p):
    return sum(-log(one) for one in p) / len(p)

# %% wrong: mean
from math import exp, log


def perplexity(p):
    return exp(sum(-log(one) for one in p))

# %% wrong: steps
from math import exp, log


def perplexity(p):
    return exp(sum(log(one) for one in p) / len(p))

# %% wrong: power
from math import log


def perplexity(p):
    return 2 ** (sum(-log(one) for one in p) / len(p))

# %% wrong: logs
def perplexity(p):
    return len(p) / sum(p)

# %% wrong: logs
def perplexity(p):
    return sum(1 / one for one in p) / len(p)
