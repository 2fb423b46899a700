"""The loss of one prediction is -log p: what seemed unlikely costs more."""

from math import log, log2

for p in [1.0, 0.9, 0.5, 0.25, 0.1, 0.01, 0.001]:
    nats = -log(p)  # <-
    print(f"p = {p:5.3f}: {nats + 0:6.3f} nats, {-log2(p) + 0:6.3f} bits")

p = [0.5, 0.25, 0.125]  # of three tokens in a row
product = p[0] * p[1] * p[2]
print(f"p of the text: {product:.6f}, {-log(product):.3f} nats")
print(f"sum of losses: {sum(-log(n) for n in p):.3f} nats")
