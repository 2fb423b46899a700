"""Why not always [MASK]: what a place that shows a word can mean."""

V = 30522  # words in BERT's vocabulary
rules = {
    "all [MASK]": (1.0, 0.0, 0.0),
    "80 / 10 / 10": (0.8, 0.1, 0.1),
    "80 / 20 / 0": (0.8, 0.2, 0.0),
    "80 / 0 / 20": (0.8, 0.0, 0.2),
}
print("[MASK] / random / kept   a shown word is asked for    and is the answer")
for name, (mask, random, kept) in rules.items():
    asked = 0.15 * (random + kept)  # a share of all places: shown, and asked for
    shown = 0.85 + asked
    right = (kept + random / V) / (random + kept) if asked else None  # <-
    answer = "never asked" if right is None else f"{right:.2%}"
    print(f"{name:24}{asked / shown:15.2%} {answer:>27}")
