"""Greedy choice runs in circles; a penalty on what was already said breaks them."""

from itertools import pairwise

words = "the cat sat on mat .".split()
scores = {  # the model of snippets/generation/greedy_plain.py
    "the": [-2.0, 3.0, 0.5, 0.0, 2.5, -1.0],
    "cat": [-1.0, -2.0, 3.0, 1.0, -2.0, 1.5],
    "sat": [0.0, -2.0, -2.0, 3.5, -1.0, 2.0],
    "on": [4.0, 0.0, -1.0, -2.0, 1.0, -2.0],
    "mat": [-1.0, -2.0, 0.0, 0.5, -2.0, 3.0],
    ".": [3.0, 0.5, -1.0, 0.0, 0.5, -2.0],
}


def penalise(z, said, penalty):
    """Divide positive scores of words already said, and multiply negative ones."""
    z = list(z)
    for i, word in enumerate(words):
        if word in said:
            z[i] = z[i] / penalty if z[i] > 0 else z[i] * penalty  # <-
    return z


for penalty in 1.0, 1.3, 2.0:
    text = ["the"]
    for _ in range(11):
        z = penalise(scores[text[-1]], text, penalty)
        text.append(words[z.index(max(z))])
    pairs = list(pairwise(text))
    print(f"{penalty}: {' '.join(text)}")
    print(f"     {len(set(pairs))} different pairs of {len(pairs)}")
