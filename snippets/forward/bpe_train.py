"""Byte-pair encoding: join the most frequent pair of neighbours, and again."""

import re
from collections import Counter
from itertools import pairwise

text = (
    "A word is cut into pieces, and the pieces that stand together most often are "
    "joined. Then the pieces that stand together most often are joined again, and "
    "again, and again. In the end the most frequent words are one piece, and the "
    "rare words are still in pieces."
)


def merge(ids, pair, new):
    """A list of ids with each occurrence of the pair replaced by one new id."""
    out = []
    for i in ids:
        out.append(i)
        if tuple(out[-2:]) == pair:
            out[-2:] = [new]
    return out


words = re.findall(r" ?\w+| ?[^\w\s]+|\s+", text)  # no merge joins two words
words = [list(word.encode("utf-8")) for word in words]
token = {i: bytes([i]) for i in range(256)}  # the text of each id
merges = {}
print(f"{len(text)} characters, {sum(map(len, words))} tokens")
for new in range(256, 256 + 50):
    counts = Counter(pair for word in words for pair in pairwise(word))
    pair = min(counts, key=lambda p: (-counts[p], p))  # a tie: smaller ids first <-
    merges[pair] = new
    token[new] = token[pair[0]] + token[pair[1]]
    words = [merge(word, pair, new) for word in words]
    if (n := new - 255) in (1, 2, 3, 4, 8, 16, 32, 50):
        print(f"merge {n:2}: {str(pair):10} -> {new} {token[new]!r:10}", end="")
        print(f" seen {counts[pair]:2}x, {sum(map(len, words)):3} tokens")
