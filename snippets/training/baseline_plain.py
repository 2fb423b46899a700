"""What counting alone can do: the loss of three models that have no weights."""

import contextlib
import io
from collections import Counter
from itertools import pairwise
from math import log

with contextlib.redirect_stdout(io.StringIO()):  # this module prints itself
    import this

text = "".join(this.d.get(letter, letter) for letter in this.s)
V = len(set(text))
train, validation = text[:700], text[700:]
ones = Counter(train)
pairs = Counter(pairwise(train))


models = {  # 1 is added to each count, so that none is 0
    "uniform": lambda before, letter: 1 / V,
    "unigram": lambda before, letter: (ones[letter] + 1) / (len(train) + V),
    "bigram": lambda before, letter: (
        (pairs[before, letter] + 1) / (ones[before] + V)
    ),
}


def loss_of(model, part):
    """Mean of -log p over every letter but the first, in nats."""
    losses = [-log(model(*pair)) for pair in pairwise(part)]  # <-
    return sum(losses) / len(losses)


print("model     training  validation")
for name, model in models.items():
    losses = [loss_of(model, part) for part in (train, validation)]
    print(f"{name:9} {losses[0]:8.2f} {losses[1]:11.2f}")
