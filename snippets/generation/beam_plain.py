"""Beam search: keep the few likeliest beginnings, not only the likeliest word."""

from math import log, prod

after = {  # a model's probabilities of the next word
    "": {"the": 0.6, "a": 0.4},
    "the": {"house": 0.45, "home": 0.3, "hut": 0.25},
    "a": {"house": 0.9, "hut": 0.1},
    "house": {"is": 0.55, ".": 0.45},
    "home": {"is": 0.6, ".": 0.4},
    "hut": {"is": 0.6, ".": 0.4},
    "is": {"wonderful": 0.7, "big": 0.3},
    "wonderful": {".": 1.0},
    "big": {".": 1.0},
}


def beam_search(size):
    """The best finished sentence and how many beginnings were extended."""
    beams, extended = [(0.0, [""])], 0
    while any(words[-1] != "." for _, words in beams):
        longer = []
        for score, words in beams:
            if words[-1] == ".":
                longer.append((score, words))
                continue
            extended += 1
            for word, p in after[words[-1]].items():
                longer.append((score + log(p), [*words, word]))  # <-
        beams = sorted(longer, reverse=True)[:size]
    return beams[0][1][1:], extended


for size in 1, 2, 4:
    words, extended = beam_search(size)
    p = prod(after[a][b] for a, b in zip(["", *words], words))
    print(f"beams {size}: p = {p:.3f}, {extended} extended: {' '.join(words)}")
