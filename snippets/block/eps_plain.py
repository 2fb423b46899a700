"""The small number under LayerNorm's root: when it shows, and what it is for."""

pattern = [1.0, -1.0, 1.0, -1.0]  # (4,) mean 0, standard deviation 1
C = len(pattern)


def layer_norm(token, eps, spare=0):
    """One token's vector; spare = 1 divides the variance by C - 1: (C,) -> (C,)."""
    mean = sum(token) / C
    var = sum((c - mean) ** 2 for c in token) / (C - spare)
    return [(c - mean) / (var + eps) ** 0.5 for c in token]  # (C,) <-


print("std of input     1e-12 (BERT)   1e-5 (GPT-2)")
for size in (1, 0.1, 0.02, 0.01, 0.001):
    token = [size * c for c in pattern]  # (C,)
    out = [layer_norm(token, eps)[0] for eps in (1e-12, 1e-5)]
    print(f"{size:<12} {out[0]:16.4f} {out[1]:14.4f}")
print(f"all equal    {layer_norm([7.0] * C, 1e-12)[0]:16.4f}", end="")
print(f" {layer_norm([7.0] * C, 1e-5)[0]:14.4f}")

wrong = layer_norm(pattern, 0, spare=1)[0]
print(f"\nvariance by C - 1 instead of C: {wrong:.4f} for C = {C}")
print(f"for C = 768: {((768 - 1) / 768) ** 0.5:.5f}")
