"""Every sentence that a small model can say: greedy choice finds the fourth."""

after = {  # the model of snippets/generation/beam_plain.py
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


def sentences(words, p):
    """Every way to finish a beginning, with its probability."""
    if words[-1] == ".":
        return [(p, " ".join(words[1:]))]
    found = []
    for word, q in after[words[-1]].items():
        found += sentences([*words, word], p * q)  # <-
    return found


every = sorted(sentences([""], 1.0), key=lambda s: -s[0])
for p, sentence in every[:5]:
    print(f"{p:.3f}  {sentence}")
total = sum(p for p, _ in every)
print(f"{len(every)} sentences, whose probabilities add up to {total:.3f}")
