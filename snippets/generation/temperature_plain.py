"""Temperature divides the scores before softmax: a sharper or flatter choice."""

from math import exp, log

words = "cat dog mat tax".split()
z = [3.0, 2.0, 1.0, -1.0]


def softmax(z):
    """Scores to probabilities."""
    e = [exp(score - max(z)) for score in z]
    return [share / sum(e) for share in e]


print("temperature   " + "    ".join(words) + "   entropy")
for t in 0.1, 0.5, 1.0, 2.0, 10.0:
    p = softmax([score / t for score in z])  # <-
    entropy = -sum(share * log(share) for share in p)
    shares = "  ".join(f"{share:.3f}" for share in p)
    print(f"{t:11}  {shares}  {entropy:8.3f}")
