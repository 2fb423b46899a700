"""Drawing a token: a random number between 0 and 1 falls into one token's share."""

import random

words = "cat dog mat tax".split()
p = [0.6, 0.25, 0.1, 0.05]


def draw(p, u):
    """The place whose share of the line from 0 to 1 holds u."""
    total = 0.0
    for i, share in enumerate(p):
        total += share
        if u < total:  # <-
            return i
    return len(p) - 1  # the shares may add up to a rounding error less than 1


for u in 0.05, 0.59, 0.61, 0.9, 0.99:
    print(f"u = {u:.2f} -> {words[draw(p, u)]}")

random.seed(0)
draws = [draw(p, random.random()) for _ in range(20_000)]
shares = {
    word: round(draws.count(i) / len(draws), 2) for i, word in enumerate(words)
}
print("shares of 20,000 draws:", shares)
