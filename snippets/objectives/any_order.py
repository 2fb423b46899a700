"""One model, any order: the sum of all losses is one and the same."""

import contextlib
from collections import Counter
from itertools import pairwise
from random import Random

import numpy as np

with contextlib.redirect_stdout(None):  # this module prints itself
    import this
text = "".join(this.d.get(letter, letter) for letter in this.s)
letters, T, count = sorted(set(text)), 60, Counter(pairwise(text))
P = np.array([[count[a, b] + 0.1 for b in letters] for a in letters])
P /= P.sum(1, keepdims=True)  # the model: each letter depends on the one before
ids = [letters.index(letter) for letter in text[33 : 33 + T]]
ahead = [np.linalg.matrix_power(P, n) for n in range(T)]  # n letters further on


def loss(i, seen):
    """-log of the letter at place i, given the letters at the places in seen."""
    left, right = [j for j in seen if j < i], [j for j in seen if j > i]
    p = ahead[i - max(left)][ids[max(left)]] if left else ahead[i].mean(0)
    p = p * ahead[min(right) - i][:, ids[min(right)]] if right else p  # <-
    return -np.log(p[ids[i]] / p.sum())


random = Random(0).random
orders = {"left to right": list(range(T)), "right to left": list(range(T))[::-1]}
for name in ("drawn", "drawn again", "and again"):
    orders[name] = sorted(range(T), key=lambda _: random())
print(f"{T} letters, nats   sum of all   mean   first sixth   last sixth")
for name, order in orders.items():
    each = np.array([loss(i, order[:n]) for n, i in enumerate(order)])
    first, last = each[: T // 6].mean(), each[-T // 6 :].mean()
    print(f"{name:17}{each.sum():13.3f}{each.mean():7.2f}{first:14.2f}{last:13.2f}")
each = [loss(i, {*range(T)} - {i}) for i in range(T)]
print(f"each from the rest{sum(each):12.3f}{np.mean(each):7.2f}")
