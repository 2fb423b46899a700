"""From left to right, probabilities multiply to a sentence's; BERT's do not."""

# All sentences of a language of two words each, and how often they are said.
said = {("hot", "tea"): 0.5, ("hot", "day"): 0.2, ("cold", "day"): 0.3}


def share(word, place, known=None):
    """Probability of a word at a place, given that another place is known."""
    fits = {s: p for s, p in said.items() if known is None or s[1 - place] == known}
    return sum(p for s, p in fits.items() if s[place] == word) / sum(fits.values())


sums = [0, 0]
for a, b in said:
    before = share(a, 0), share(b, 1, known=a)  # what GPT learns
    around = share(a, 0, known=b), share(b, 1, known=a)  # what BERT learns
    for n, (first, second) in enumerate((before, around)):
        product = first * second  # <-
        sums[n] += product
        print(
            ("GPT ", "BERT")[n], f"{a:4} {b}: {first:.3f} x {second:.3f}", end=" "
        )
        print(f"= {product:.3f}")
print(f"sum over all sentences: GPT {sums[0]:.3f}, BERT {sums[1]:.3f}")
