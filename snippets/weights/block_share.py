"""Two thirds of a block are feed-forward; of a small model, less."""

V, P = 50257, 1024  # vocabulary, positions: the same in all four sizes
sizes = {  # width, layers
    "small": (768, 12),
    "medium": (1024, 24),
    "large": (1280, 36),
    "XL": (1600, 48),
}

print("GPT-2      parameters   FFN share of block   of model   embeddings")
shares = {}
for name, (C, N) in sizes.items():
    attention = C * 3 * C + C * C  # q, k and v; output
    ffn = C * 4 * C + 4 * C * C  # up to 4 * C, and down again <-
    vectors = 9 * C + 4 * C  # biases; norm gains and biases
    block = attention + ffn + vectors
    total = (V + P) * C + N * block + 2 * C
    shares[name] = ffn / block, N * ffn / total, (V + P) * C / total
    of_block, of_model, embeddings = (f"{share:.1%}" for share in shares[name])
    print(f"{name:8} {total:13,} {of_block:>20} {of_model:>10} {embeddings:>12}")

print(f"a block's matrices alone, any width: {ffn / (attention + ffn):.4f}")
