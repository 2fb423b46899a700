"""Why not always [MASK]: what a place that shows a word can mean."""

V = 30522  # words in BERT's vocabulary


def meaning(random, kept):
    """Of places that show a word: the share asked for, and of those, right."""
    asked = 0.15 * (random + kept)  # of all places
    right = (kept + random / V) / (random + kept) if asked else float("nan")  # <-
    return asked / (0.85 + asked), right


rules = {"all [MASK]": (0, 0), "80 / 10 / 10": (0.1, 0.1)}
rules |= {"80 / 20 / 0": (0.2, 0), "80 / 0 / 20": (0, 0.2)}
print("[MASK] / random / kept   a shown word is asked for   and is the answer")
for name, (random, kept) in rules.items():
    asked, right = meaning(random, kept)
    answer = f"{right:.3%}" if asked else "never asked"
    print(f"{name:24}{asked:15.2%}{answer:>26}")
