"""Overfitting by counting: a longer context helps on the text that was counted."""

import contextlib
import io
from collections import Counter
from math import log

with contextlib.redirect_stdout(io.StringIO()):  # this module prints itself
    import this

text = "".join(this.d.get(letter, letter) for letter in this.s)
V, train, validation = len(set(text)), text[:700], text[700:]


def loss_of(n, part):
    """Mean loss in nats of each letter of a text, given the n letters before it."""
    losses = []
    for i in range(4, len(part)):  # the same letters for every n
        context = part[i - n : i]
        p = (after[context, part[i]] + 0.05) / (seen[context] + 0.05 * V)
        losses.append(-log(p))  # <-
    return sum(losses) / len(losses)


print("n  contexts  training  validation")
for n in range(5):
    places = range(n, len(train))
    seen = Counter(train[i - n : i] for i in places)
    after = Counter((train[i - n : i], train[i]) for i in places)
    print(
        f"{n} {len(seen):9} {loss_of(n, train):9.2f} {loss_of(n, validation):11.2f}"
    )
