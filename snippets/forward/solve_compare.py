"""Two models with other tokenisers, compared in bits per byte."""

from math import exp, log

models = {"A": (2.90, 4.2), "B": (2.00, 2.5)}  # nats a token, bytes a token
for name, (nats, bytes_) in models.items():
    bits_per_byte = nats / log(2) / bytes_  # <-
    print(f"{name}: perplexity {exp(nats):5.2f}, bits per byte {bits_per_byte:.4f}")
