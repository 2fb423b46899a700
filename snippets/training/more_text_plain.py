"""The cure for overfitting that large models rely on: more text."""

import contextlib
import io
from collections import Counter
from math import log

with contextlib.redirect_stdout(io.StringIO()):  # this module prints itself
    import this

text = "".join(this.d.get(letter, letter) for letter in this.s)
V, n, validation = len(set(text)), 3, text[700:]


def loss_of(part):
    """Mean loss in nats of each letter of a text, given the n letters before it."""
    losses = []
    for i in range(n, len(part)):
        context = part[i - n : i]
        p = (after[context, part[i]] + 0.05) / (seen[context] + 0.05 * V)
        losses.append(-log(p))  # <-
    return sum(losses) / len(losses)


print("letters  training  validation")
for letters in 100, 200, 400, 700:
    train = text[700 - letters : 700]
    places = range(n, letters)
    seen = Counter(train[i - n : i] for i in places)
    after = Counter((train[i - n : i], train[i]) for i in places)
    print(f"{letters:7} {loss_of(train):9.2f} {loss_of(validation):11.2f}")
