"""The weights as arrays by name, the tokens, their texts, and dice."""

import struct
import textwrap
from itertools import pairwise

import numpy as np

START, END = 1, 2  # the tokens <s> and </s>
C, F, N, H, K, V, P = struct.unpack_from("<7i", data)
shapes = {
    "token": (V, C), "attention_norm": (N, C), "q": (N, C, C), "k": (N, C, C),
    "v": (N, C, C), "o": (N, C, C), "feed_norm": (N, C), "gate": (N, F, C),
    "down": (N, C, F), "up": (N, F, C), "norm": (C,),
}  # fmt: skip
w, at = {}, 28
for name, shape in shapes.items():
    w[name] = np.frombuffer(data, "<f4", np.prod(shape), at).reshape(shape)
    at += w[name].nbytes
at += 4 * P * C // H  # cosines and sines of the places, computed anew below

at += 4  # the length of the longest token
pieces, ranks = [], []
for _ in range(V):
    rank, length = struct.unpack_from("<fi", data, at)
    pieces.append(data[at + 8 : at + 8 + length])
    ranks.append(rank)
    at += 8 + length
assert at == len(data) and K == H  # every byte has its place


number = {piece: i for i, piece in enumerate(pieces)}


def read(text):
    """The ids of a text, which begins with a space that nobody writes."""
    ids = [number[c.encode()] for c in " " + text]
    while True:
        joined = [pieces[a] + pieces[b] for a, b in pairwise(ids)]
        found = [(n, number[j]) for n, j in enumerate(joined) if j in number]
        if not found:
            return [START, *ids]
        n, token = max(found, key=lambda pair: ranks[pair[1]])
        ids[n : n + 2] = [token]


def spell(ids):
    """The text that ids stand for."""
    text = b"".join(pieces[i] for i in ids if i > END)
    return text.decode(errors="replace").strip()


def show(text):
    """Print a text in lines of readable length."""
    for line in text.split("\n"):
        print(textwrap.fill(line, 76))


def dice(temperature, seed):
    """A choice that draws from the softmax of the scores."""
    draw = np.random.default_rng(seed).random

    def choose(s):
        p = np.exp((s - s.max()).astype(float) / temperature).cumsum()
        return min(np.searchsorted(p, draw() * p[-1]), V - 1)

    return choose


total = sum(a.size for a in w.values())
print(f"{N} layers, {H} heads, {C} channels, {F} units, {V:,} tokens")
print(f"{total:,} weights, of which {w['token'].size / total:.0%} the table")
