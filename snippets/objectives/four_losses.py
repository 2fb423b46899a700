"""One model, one text: its loss under each objective."""

import contextlib
from collections import Counter
from itertools import pairwise
from random import Random

import numpy as np

with contextlib.redirect_stdout(None):  # this module prints itself
    import this
text = "".join(this.d.get(letter, letter) for letter in this.s)
letters, T, count = sorted(set(text)), len(text), Counter(pairwise(text))
ids, random = [letters.index(letter) for letter in text], Random(0).random
P = np.array([[count[a, b] + 0.1 for b in letters] for a in letters])
P /= P.sum(1, keepdims=True)  # the model: each letter depends on the one before
ahead = [np.linalg.matrix_power(P, n) for n in range(40)]  # n letters further on


def loss(i, seen):
    """-log of the letter at place i, given the letters at the places in seen."""
    left, right = [j for j in seen if j < i], [j for j in seen if j > i]
    p = ahead[i - max(left)][ids[max(left)]]
    p = p * ahead[min(right) - i][:, ids[min(right)]] if right else p  # <-
    return -np.log(p[ids[i]] / p.sum())


show = lambda name, of: print(f"{name:20}{len(of):4} losses: {np.mean(of):.2f}")
shuffled = lambda places: sorted(places, key=lambda _: random())
starts = [20 * window + 1 + int(17 * random()) for window in range(42)]
gone = [start + n for start in starts for n in range(3)]  # 15% of the text
other, order, every = shuffled(range(1, T))[:126], shuffled(gone), {*range(T)}
spans = [loss(i, range(i)) for i in gone]
more = [a + np.log(1.5) * (n % 3 > 0) for n, a in enumerate(spans)]  # not over yet
show("causal, all letters", [loss(i, range(i)) for i in range(1, T)])
show("causal, in spans", spans)
show("masked, in spans", [loss(i, every - {*gone}) for i in gone])
show("masked, scattered", [loss(i, every - {*other}) for i in other])
show("permutation", [loss(i, every - {*order[n:]}) for n, i in enumerate(order)])
show("spans and sentinels", [0] + more + [np.log(3)] * 42)
