"""Between two words a bias decides the same way in all contexts; weights do not."""

from math import exp

# how often "tea" and how often "coffee" followed, by context
text = {"green": (7, 1), "cup of": (2, 4), "strong": (1, 9)}

for kind in "bias only", "weights only", "weights and bias":
    b, w = (
        0.0,
        dict.fromkeys(text, 0.0),
    )  # one weight a context, its input is 1 or 0
    for step in range(4000):
        db = 0.0
        for context, (tea, coffee) in text.items():
            p = 1 / (1 + exp(-(w[context] + b)))  # the probability of "tea" <-
            slope = (tea + coffee) * p - tea  # of the loss, by the score
            db += slope
            w[context] -= 0.02 * slope * ("weights" in kind)
        b -= 0.02 * db * ("bias" in kind)
    tea = {c: 1 / (1 + exp(-(w[c] + b))) for c in text}
    right = sum(text[c][tea[c] < 0.5] for c in text)
    print(
        f"{kind:16}",
        *(f"  {c}: tea {tea[c]:.3f}" for c in text),
        f"  right {right} of 24",
    )
