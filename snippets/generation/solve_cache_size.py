"""How large a KV cache is: two vectors for each token, layer and key head."""

models = {  # layers, heads with keys of their own, size of a head, tokens
    "GPT-2 small": (12, 12, 64, 1024),
    "LLaMA-2 7B": (32, 32, 128, 4096),
    "LLaMA-2 70B": (80, 8, 128, 4096),
    "the same with 64 such heads": (80, 64, 128, 4096),
}
for name, (N, heads, D, T) in models.items():
    numbers = 2 * N * heads * D * T  # each of 16 bits <-
    print(
        f"{2 * numbers / 1e6:9,.1f} MB, {2 * numbers // T:9,} bytes a token: {name}"
    )
