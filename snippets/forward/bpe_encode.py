"""Learned merges, applied in their order, cut any text into tokens."""

import re

# the first 16 merges of the paragraph; _ stands for a space
learned = "_+a _+t h+e i+n n+d r+e s+t _+p c+e e+ce i+ece"
learned += " _t+he _p+iece _a+nd _a+re _piece+s"
merges = [pair.replace("_", " ").encode().split(b"+") for pair in learned.split()]
vocabulary = [bytes([i]) for i in range(256)] + [a + b for a, b in merges]


def encode(text):
    """The ids of a text: bytes first, then each merge where its pair stands."""
    ids = []
    for word in re.findall(r" ?\w+| ?[^\w\s]+|\s+", text):
        tokens = [bytes([i]) for i in word.encode("utf-8")]
        for first, second in merges:  # in order: later merges need earlier ones
            t = 0
            while t < len(tokens) - 1:
                if (tokens[t], tokens[t + 1]) == (first, second):
                    tokens[t] = first + second  # <-
                    del tokens[t + 1]
                t += 1
        ids += [vocabulary.index(token) for token in tokens]
    return ids


def decode(ids):
    """The text of a list of ids."""
    return b"".join(vocabulary[i] for i in ids).decode("utf-8")  # <-


for text in [" pieces", "pieces", " Pieces", " and the peace", " café"]:
    ids = encode(text)
    tokens = " ".join(str(vocabulary[i])[2:-1].replace(" ", "_") for i in ids)
    print(f"{text.replace(' ', '_')}: {tokens}")
    print(f"  {ids}, back: {decode(ids) == text}")
