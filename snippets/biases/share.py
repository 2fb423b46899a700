"""The share of the biases falls as 0.75 / d: weights grow as the square of the width."""

V = 50257
models = [  # name, layers N, width d, positions P
    ("GPT-2 small", 12, 768, 1024),
    ("GPT-2 medium", 24, 1024, 1024),
    ("GPT-2 large", 36, 1280, 1024),
    ("GPT-2 XL", 48, 1600, 1024),
    ("GPT-3", 96, 12288, 2048),
]

print("model        |     d |      parameters |     biases | of a block |  0.75/d | of all")
for name, N, d, P in models:
    biases = 3 * d + d + 4 * d + d  # q k v, attention out, feed-forward up, down
    weights = 3 * d * d + d * d + 4 * d * d + 4 * d * d
    norms = 2 * (d + d)  # two LayerNorms: gain and bias
    block = weights + biases + norms
    total = (V + P) * d + N * block + 2 * d  # embeddings, blocks, the last LayerNorm
    share = biases / block  # 9d / (12d^2 + 13d) <-
    print(f"{name:12} | {d:5} | {total:15,} | {N * biases:10,}", end=" | ")
    print(f"{share:10.4%} | {0.75 / d:.4%} | {N * biases / total:.4%}")
