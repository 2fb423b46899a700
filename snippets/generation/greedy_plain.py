"""The loop that writes: score every next token, take one, append it, repeat."""

words = "the cat sat on mat .".split()
scores = {  # a model that sees the last word alone: a score for each next word
    "the": [-2.0, 3.0, 0.5, 0.0, 2.5, -1.0],
    "cat": [-1.0, -2.0, 3.0, 1.0, -2.0, 1.5],
    "sat": [0.0, -2.0, -2.0, 3.5, -1.0, 2.0],
    "on": [4.0, 0.0, -1.0, -2.0, 1.0, -2.0],
    "mat": [-1.0, -2.0, 0.0, 0.5, -2.0, 3.0],
    ".": [3.0, 0.5, -1.0, 0.0, 0.5, -2.0],
}


def likeliest(z):
    """The place of the largest of some scores."""
    return max(range(len(z)), key=lambda i: z[i])


for start in "the", "mat":
    text = [start]
    for _ in range(9):
        text.append(words[likeliest(scores[text[-1]])])  # <-
    print(" ".join(text))
