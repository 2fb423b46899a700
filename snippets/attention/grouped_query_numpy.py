"""Grouped queries: several query heads share one head of keys and values."""

import numpy as np

T, D, H = 3, 2, 4  # tokens, head size, query heads
q = np.sin(np.arange(H * T * D) ** 2).reshape(H, T, D)  # (H, T, D)
kv = np.cos(np.arange(2 * H * T * D) ** 2).reshape(2, H, T, D)  # (2, H, T, D)

for G in [4, 2, 1]:  # heads of keys and values: all, grouped, a single one
    k, v = kv[:, :G]  # (G, T, D)
    K, V = (z.repeat(H // G, axis=0) for z in (k, v))  # (H, T, D) <-
    e = np.exp(q @ K.swapaxes(1, 2) / D**0.5)  # (H, T, T)
    out = e / e.sum(2, keepdims=True) @ V  # (H, T, D)
    row = " ".join(f"{o:.3f}" for o in out[:, -1, 0])
    print(f"{G} key-value heads: cache {k.size + v.size} numbers, last row: {row}")

N, H, D, T = 80, 64, 128, 4096  # LLaMA-2 70B: layers, heads, head size, context
for name, G in [("64, one a query head", 64), ("8, as released", 8), ("1", 1)]:
    per_token = 2 * N * G * D * 2  # keys and values, 2 bytes a number <-
    print(f"LLaMA-2 70B with {name}: {per_token:,} bytes a token", end="")
    print(f", {per_token * T / 1e9:.2f} GB for {T} tokens")
