"""Perplexity depends on how the text was cut; bits per byte do not."""

from collections import Counter
from math import exp, log, prod

text = "the cat sat on the mat and the cat ran"
bytes_ = [text[i] for i in range(len(text))]  # ASCII: one byte a character
words = text.replace(" ", "| ").split("|")

count = Counter(bytes_)
p_byte = {c: n / len(text) for c, n in count.items()}
models = {
    "bytes": [p_byte[c] for c in bytes_],
    "words, same model": [prod(p_byte[c] for c in word) for word in words],
    "words, p = 1/100": [1 / 100 for word in words],
}
print(f"{len(text)} bytes")
for name, p in models.items():
    nats = sum(-log(n) for n in p)  # of the whole text
    perplexity = exp(nats / len(p))
    bits_per_byte = nats / log(2) / len(text)  # <-
    print(f"{name:17}: {len(p):2} tokens, {nats:6.2f} nats, ", end="")
    print(f"perplexity {perplexity:8.1f}, bits per byte {bits_per_byte:.3f}")
