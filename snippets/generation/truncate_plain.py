"""Top-k keeps the k likeliest tokens, top-p the fewest that hold a share p."""

from math import exp

words = "cat dog mat tax".split()
texts = {  # two places in a text: one where much fits, one where little does
    "I saw a": [1.2, 1.0, 0.8, 0.3],
    "the purring": [6.0, 2.0, 0.0, -1.0],
}


def softmax(z):
    """Scores to probabilities."""
    e = [exp(score - max(z)) for score in z]
    return [share / sum(e) for share in e]


def top_k(p, k):
    """The places of the k largest probabilities."""
    return sorted(range(len(p)), key=lambda i: -p[i])[:k]


def top_p(p, share):
    """The places of the fewest largest probabilities whose sum reaches a share."""
    kept, total = [], 0.0
    for i in top_k(p, len(p)):
        if total < share:  # <-
            kept.append(i)
            total += p[i]
    return kept


for text, z in texts.items():
    p = softmax(z)
    print(f"{text:12} all    ", {w: round(share, 3) for w, share in zip(words, p)})
    for name, kept in ("top-k 2", top_k(p, 2)), ("top-p .9", top_p(p, 0.9)):
        total = sum(p[i] for i in kept)
        print(f"{'':12} {name:8}", {words[i]: round(p[i] / total, 3) for i in kept})
