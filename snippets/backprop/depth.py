"""The gradient on its way down through 30 layers, with and without residuals."""

import numpy as np

B, C, N = 16, 64, 30  # inputs, width, layers
random = np.random.RandomState(0)
x, top = random.randn(B, C), random.randn(B, C)  # (B, C)
draws = random.randn(N, C, C) / C**0.5  # (N, C, C)
size = lambda h: np.sqrt((h**2).mean(1, keepdims=True))  # of each row
runs = {
    "plain, small": (1.0, False, False),  # scale of the weights, residual, norm
    "plain, He": (2**0.5, False, False),
    "plain, large": (2.0, False, False),
    "residual": (2**0.5, True, False),
    "residual, norm": (2**0.5, True, True),
}
shown = (30, 25, 20, 15, 10, 5, 0)

print("after layer   " + "".join(f"{n:8}" for n in shown))
for name, (scale, residual, norm) in runs.items():
    h, kept = x, []
    for W in scale * draws:
        u = h / size(h) if norm else h  # (B, C)
        z = u @ W  # (B, C)
        kept.append((h, u, z, W))
        h = np.maximum(z, 0) + (h if residual else 0)  # (B, C)
    dh, norms = top, [np.linalg.norm(top)]
    for h, u, z, W in reversed(kept):
        du = dh * (z > 0) @ W.T  # (B, C) <-
        if norm:
            du = (du - u * (du * u).mean(1, keepdims=True)) / size(h)  # (B, C)
        dh = du + (dh if residual else 0)  # (B, C) <-
        norms.append(np.linalg.norm(dh))
    print(f"{name:14}" + "".join(f"{norms[N - n] / norms[0]:8.1e}" for n in shown))
small, large = (runs["plain, " + name][0] / 2**0.5 for name in ("small", "large"))
print(f"by the rule: plain, small {small**N:.1e}; plain, large {large**N:.1e}")
