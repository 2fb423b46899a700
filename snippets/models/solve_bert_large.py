"""BERT-base and BERT-large, counted from their shapes."""


def count(C, F, N, V=30522, P=512):
    """Parameters by kind, with both heads of pre-training."""
    return {
        "embeddings": (V + P + 2) * C + 2 * C,
        "attention": N * (4 * (C * C + C) + 2 * C),  # with its norm
        "feed-forward": N * (2 * C * F + F + C + 2 * C),  # with its norm <-
        "head": (C * C + C) + 2 * C + V,  # tied: no matrix of V rows
        "pairs": (C * C + C) + (2 * C + 2),
    }


base, large = count(768, 3072, 12), count(1024, 4096, 24)
for kind in base:
    print(f"{kind:13}{base[kind]:12,}{large[kind]:13,}")
print(f"{'total':13}{sum(base.values()):12,}{sum(large.values()):13,}")
