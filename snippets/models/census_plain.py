"""Every parameter of the published models by kind, in closed form."""


def bert(N, C, F, V, P):
    """Three embeddings, blocks with biases, two heads."""
    return {
        "embeddings": (V + P + 2) * C,
        "attention": N * 4 * C**2,
        "feed-forward": N * 2 * C * F,
        "norm gains": (2 * N + 2) * C,
        "norm biases": (2 * N + 2) * C,
        "linear biases": N * (5 * C + F) + 2 * C + V + 2,
        "head": 2 * C**2 + 2 * C,
    }


def gpt(N, C, F, V, P, last_norm=1):
    """Two embeddings, blocks with biases; the head is the embedding."""
    return {
        "embeddings": (V + P) * C,
        "attention": N * 4 * C**2,
        "feed-forward": N * 2 * C * F,
        "norm gains": (2 * N + last_norm) * C,
        "norm biases": (2 * N + last_norm) * C,
        "linear biases": N * (5 * C + F),  # q, k, v, o and down; up <-
    }


def t5(N, C, F, V, H, D, gated=0):
    """N blocks on either side, one attention more in the decoder's, no bias."""
    return {
        "embeddings": V * C,
        "attention": N * (4 + 8) * C * H * D,
        "feed-forward": N * (4 + 2 * gated) * C * F,
        "norm gains": (N * (2 + 3) + 2) * C,
        "relative tables": 2 * 32 * H,
        "head": gated * V * C,
    }


def xlnet(N, C, F, V):
    """A fifth matrix for distances, three vectors added to q, two for segments."""
    return {
        "embeddings": (V + 1) * C,
        "attention": N * 5 * C**2,
        "feed-forward": N * 2 * C * F,
        "norm gains": N * 2 * C,
        "norm biases": N * 2 * C,
        "linear biases": N * (C + F) + V,
        "relative tables": N * (3 + 2) * C,
    }


def llama(N, C, F, V):
    """No bias, a gate in the feed-forward part, a head of its own."""
    sizes = {"embeddings": V * C, "attention": N * 4 * C**2}
    sizes |= {"feed-forward": N * 3 * C * F, "norm gains": (2 * N + 1) * C}
    return sizes | {"head": V * C}


MODELS = {
    "BERT base": bert(12, 768, 3072, 30522, 512),
    "BERT large": bert(24, 1024, 4096, 30522, 512),
    "GPT-1": gpt(12, 768, 3072, 40478, 512, last_norm=0),
    "GPT-2 small": gpt(12, 768, 3072, 50257, 1024),
    "GPT-2 medium": gpt(24, 1024, 4096, 50257, 1024),
    "GPT-2 large": gpt(36, 1280, 5120, 50257, 1024),
    "GPT-2 XL": gpt(48, 1600, 6400, 50257, 1024),
    "GPT-3 175B": gpt(96, 12288, 49152, 50257, 2048),
    "T5 small": t5(6, 512, 2048, 32128, 8, 64),
    "T5 base": t5(12, 768, 3072, 32128, 12, 64),
    "T5 large": t5(24, 1024, 4096, 32128, 16, 64),
    "T5 3B": t5(24, 1024, 16384, 32128, 32, 128),
    "T5 11B": t5(24, 1024, 65536, 32128, 128, 128),
    "T5 v1.1 base": t5(12, 768, 2048, 32128, 12, 64, gated=1),
    "XLNet base": xlnet(12, 768, 3072, 32000),
    "XLNet large": xlnet(24, 1024, 4096, 32000),
    "LLaMA 2 7B": llama(32, 4096, 11008, 32000),
}
for name, kinds in MODELS.items():
    total = sum(kinds.values())
    biases = kinds.get("linear biases", 0) + kinds.get("norm biases", 0)
    print(f"{name:13}{total:16,}  biases {biases / total:.4%}")
