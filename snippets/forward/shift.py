"""The target is the next token; without the shift a copier looks perfect."""

import numpy as np

words = ["the", "cat", "sat", "on", "mat", "."]
ids = np.array([words.index(word) for word in "the cat sat on the mat .".split()])
T, V = len(ids), len(words)

copier = np.eye(V)[ids] * 0.94 + 0.01  # (T, V) 0.95 for the token it just read
follow = np.zeros((V, V))  # (V, V) how often each word is followed by each
np.add.at(follow, (ids[:-1], ids[1:]), 1)
follow = (follow + 0.01) / (follow + 0.01).sum(axis=1, keepdims=True)  # (V, V)
bigram = follow[ids]  # (T, V) the counts as a model


def loss(p, y):
    """Mean of -log p (T, V) of the targets y (T,)."""
    return -np.log(p[np.arange(len(y)), y]).mean()


print("           not shifted   by one   by two")
for name, p in [("copier", copier), ("next word", bigram)]:
    none = loss(p, ids)
    one = loss(p[:-1], ids[1:])  # position t is scored on token t + 1 <-
    two = loss(p[:-2], ids[2:])
    print(f"{name:9}  {none:11.3f}  {one:7.3f}  {two:7.3f}")
for t in range(T - 1):
    print(f"input {words[ids[t]]:3} target {words[ids[t + 1]]}")
