"""The same prompt drawn 100 times: only the random numbers differ."""

import random
from math import exp

words = "the cat sat on mat .".split()
scores = {  # the model of snippets/generation/greedy_plain.py
    "the": [-2.0, 3.0, 0.5, 0.0, 2.5, -1.0],
    "cat": [-1.0, -2.0, 3.0, 1.0, -2.0, 1.5],
    "sat": [0.0, -2.0, -2.0, 3.5, -1.0, 2.0],
    "on": [4.0, 0.0, -1.0, -2.0, 1.0, -2.0],
    "mat": [-1.0, -2.0, 0.0, 0.5, -2.0, 3.0],
    ".": [3.0, 0.5, -1.0, 0.0, 0.5, -2.0],
}


def write(seed, temperature):
    """Eight words after "the", drawn with the random numbers of a seed."""
    random.seed(seed)
    text = ["the"]
    while len(text) < 8:
        p = [exp(z / temperature) for z in scores[text[-1]]]
        text += random.choices(words, p)  # <-
    return " ".join(text)


texts = [write(seed, 1.0) for seed in range(100)]
print("same seed, same text:", write(7, 1.0) == write(7, 1.0))
print("100 seeds, different texts at temperature 1:  ", len(set(texts)) > 50)
cold = {write(seed, 0.05) for seed in range(100)}
print(f"100 seeds, different texts at temperature 0.05: {len(cold)}")
print("that text:", *cold)
