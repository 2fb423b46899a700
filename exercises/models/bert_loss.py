# %% task: fix
# # Which places does BERT count?
#
# BERT chooses some places of a text and asks for their tokens. Most of these show `[MASK]`, some a random token, some
# the true one. `labels` has the true token at each chosen place and `None` at all others; `p` is the probability that
# the model gives to the true token, at every place. `bert_loss` takes `inputs`, `labels` and `p`, all of length T,
# and should return the mean of $-\ln p$ over the chosen places. Mend it.

# %% starter
from math import log


def bert_loss(inputs, labels, p):
    """The mean surprise at the true tokens of the chosen places."""
    chosen = [t for t in range(len(inputs)) if inputs[t] == "[MASK]"]
    return -sum(log(p[t]) for t in chosen) / len(chosen)


inputs = ["the", "[MASK]", "sat", "blue", "the", "mat"]
labels = [None, "cat", None, "on", None, "mat"]
p = [0.9, 0.5, 0.8, 0.125, 0.9, 0.5]
print(f"{bert_loss(inputs, labels, p):.4f}")


# %% tests
def test_a_hidden_token():
    expect(
        'bert_loss(["[MASK]", "sat"], ["cat", None], [0.5, 0.25])',
        0.693147,
        hint="chosen",
        but=[(1.039721, "others"), (0.346574, "mean")],
    )


def test_a_random_token_counts():
    expect(
        'bert_loss(["[MASK]", "blue"], ["cat", "on"], [0.5, 0.125])',
        1.386294,
        hint="chosen",
        but=[(2.772589, "mean")],
    )


def test_a_token_that_was_kept_counts():
    expect(
        'bert_loss(["[MASK]", "mat"], ["cat", "mat"], [0.5, 0.125])',
        1.386294,
        hint="kept",
    )


# %% hints
# chosen: Not every chosen place shows `[MASK]`. Which of the lists says where a token is asked for?
# kept: A place that shows its true token may be chosen all the same, and then it counts.
# others: Places that nobody asks for are in the mean.
# mean: Divide by the number of chosen places, not by the length of the text.

# %% solution
from math import log


def bert_loss(inputs, labels, p):
    """The mean surprise at the true tokens of the chosen places."""
    chosen = [t for t in range(len(labels)) if labels[t] is not None]
    return -sum(log(p[t]) for t in chosen) / len(chosen)


inputs = ["the", "[MASK]", "sat", "blue", "the", "mat"]
labels = [None, "cat", None, "on", None, "mat"]
p = [0.9, 0.5, 0.8, 0.125, 0.9, 0.5]
print(f"{bert_loss(inputs, labels, p):.4f}")

# %% why
# Only the labels say which places count. Read off `[MASK]`, the loss leaves out about a fifth of the chosen places,
# and just those that teach BERT something about places that show a word.

# %% wrong: chosen
from math import log


def bert_loss(inputs, labels, p):
    chosen = [t for t, word in enumerate(inputs) if word.startswith("[")]
    return -sum(log(p[t]) for t in chosen) / len(chosen)

# %% wrong: kept
from math import log


def bert_loss(inputs, labels, p):
    chosen = [t for t in range(len(p)) if labels[t] and inputs[t] != labels[t]]
    return -sum(log(p[t]) for t in chosen) / len(chosen)

# %% wrong: others
from math import log


def bert_loss(inputs, labels, p):
    return -sum(log(one) for one in p) / len(p)

# %% wrong: mean
from math import log


def bert_loss(inputs, labels, p):
    return -sum(log(p[t]) for t in range(len(p)) if labels[t])

# %% wrong: mean
from math import log


def bert_loss(inputs, labels, p):
    return -sum(log(p[t]) for t in range(len(p)) if labels[t]) / len(p)
