"""Temperature before top-p or after it: the tokens that stay are not the same."""

from math import exp

z = [2.0, 1.0, 0.0, -1.0]


def softmax(z, t=1.0):
    """Scores to probabilities at temperature t."""
    e = [exp(score / t) for score in z]
    return [share / sum(e) for share in e]


def top_p(p, share):
    """The places of the fewest largest probabilities whose sum reaches a share."""
    kept, total = [], 0.0
    for i in sorted(range(len(p)), key=lambda i: -p[i]):
        if total < share:  # <-
            kept.append(i)
            total += p[i]
    return kept


for t in 0.5, 1.0, 2.0:
    print(f"temperature {t}, then top-p 0.9: keeps {top_p(softmax(z, t), 0.9)}")
print("top-p 0.9, then a temperature: keeps", top_p(softmax(z), 0.9))
