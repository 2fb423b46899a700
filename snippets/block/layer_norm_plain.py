"""LayerNorm: each token's vector to mean 0 and variance 1, then gain and bias."""

x = [[1.0, 2.0, 3.0, 6.0], [-2.0, 0.5, 0.5, 3.0]]  # (2, 4)
gain, bias = [1.0, 2.0, 1.0, 1.0], [0.0, 0.0, 0.0, 5.0]  # (4,)
C, eps = 4, 1e-5


def layer_norm(token):
    """One token's vector, normed by its own mean and variance: (C,) -> (C,)."""
    mean = sum(token) / C
    var = sum((c - mean) ** 2 for c in token) / C  # by C, not by C - 1 <-
    std = (var + eps) ** 0.5
    normed = [(c - mean) / std for c in token]  # (C,) <-
    return [g * n + b for g, n, b in zip(gain, normed, bias)]


y = [layer_norm(token) for token in x]  # (2, C)
for t, token in enumerate(y):
    print(f"token {t + 1}: {' '.join(f'{c:6.3f}' for c in token)}")

wide = {
    "10 added to each": [c + 10 for c in x[0]],
    "times 100": [100 * c for c in x[0]],
    "times -1": [-c for c in x[0]],
}
for name, token in wide.items():
    print(f"{name:17} {' '.join(f'{c:6.3f}' for c in layer_norm(token))}")
