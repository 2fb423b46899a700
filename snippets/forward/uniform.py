"""A model that knows nothing gives each of V tokens 1/V, and its loss is ln V."""

from math import exp, log

for V in [2, 256, 32000, 50257]:
    z = [3.0] * V  # (V,) all scores alike
    L = log(sum(exp(s) for s in z)) - z[0]  # whatever the target <-
    print(f"V = {V:6,}: loss {L:7.4f} nats, {L / log(2):7.4f} bits, ", end="")
    print(f"perplexity {exp(L):7.1f}")

V, C, std = 50257, 768, 0.02  # GPT-2 small at the start
variance = C * std**2  # of a logit: a normed vector times a row of the embedding
print(f"GPT-2 small untrained, expected: {log(V):.4f} + {variance / 2:.4f}", end="")
print(f" = {log(V) + variance / 2:.4f}")
