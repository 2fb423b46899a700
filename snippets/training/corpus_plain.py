"""The text: 856 letters, their numbers, and how evenly they are spread."""

import contextlib
import io
from collections import Counter
from math import exp, log

with contextlib.redirect_stdout(io.StringIO()):  # this module prints itself
    import this

text = "".join(
    this.d.get(letter, letter) for letter in this.s
)  # it is stored shifted by 13
letters = sorted(set(text))
ids = [letters.index(letter) for letter in text]
V = len(letters)
print(f"{len(text)} letters, {len(text.split())} words, V = {V} different letters")
print(f"{text[33:63]!r}")
print(f"{ids[33:43]}")

count = Counter(text)
print(
    "most frequent:",
    ", ".join(f"{letter!r} {n}" for letter, n in count.most_common(4)),
)
print(
    "seen once:", "".join(sorted(letter for letter, n in count.items() if n == 1))
)

entropy = -sum(n / len(text) * log(n / len(text)) for n in count.values())  # <-
for name, nats in (
    ("if all were equally likely", log(V)),
    ("by their frequency", entropy),
):
    print(f"{name}: {nats:.2f} nats a letter, perplexity {exp(nats):.1f}")
