"""The share of biases falls as 0.75 / C: weights grow as the width squared."""

V = 50257
models = [  # name, layers N, width C, positions P
    ("GPT-2 small", 12, 768, 1024),
    ("GPT-2 medium", 24, 1024, 1024),
    ("GPT-2 large", 36, 1280, 1024),
    ("GPT-2 XL", 48, 1600, 1024),
    ("GPT-3", 96, 12288, 2048),
]

print("model        |     C |      parameters |     biases", end=" | ")
print("of a block |  0.75/C | of all")
for name, N, C, P in models:
    biases = 3 * C + C + 4 * C + C  # q k v; attention out; up; down
    weights = 3 * C * C + C * C + 4 * C * C + 4 * C * C
    norms = 2 * (C + C)  # two LayerNorms: gain and bias
    block = weights + biases + norms
    total = (V + P) * C + N * block + 2 * C  # embeddings, blocks, last norm
    share = biases / block  # 9C / (12C^2 + 13C) <-
    print(f"{name:12} | {C:5} | {total:15,} | {N * biases:10,}", end=" | ")
    print(f"{share:10.4%} | {0.75 / C:.4%} | {N * biases / total:.4%}")
