"""When does the cache of a batch outweigh the model itself?"""

N, D, T, byte = 80, 128, 4096, 2  # LLaMA-2 70B: layers, head size, context, bf16
weights = 68_976_648_192 * byte  # bytes
for name, G in [("8 key-value heads", 8), ("64 key-value heads", 64)]:
    cache = 2 * N * G * D * byte * T  # bytes of one full text <-
    B = weights // cache + 1  # the smallest batch whose caches are larger <-
    sizes = f"{cache / 1e9:.2f} GB a text, model {weights / 1e9:.0f} GB"
    print(f"{name}: {sizes}, larger from {B} texts on")
