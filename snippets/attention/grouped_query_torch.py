"""The same by torch's attention, told that the heads are grouped."""

import torch
from torch.nn.functional import scaled_dot_product_attention

torch.set_default_dtype(torch.float64)
T, D, H = 3, 2, 4  # tokens, head size, query heads
q = torch.sin(torch.arange(H * T * D) ** 2.0).reshape(1, H, T, D)  # (1, H, T, D)
kv = torch.cos(torch.arange(2 * H * T * D) ** 2.0).reshape(2, 1, H, T, D)

for G in [4, 2, 1]:  # heads of keys and values: all, grouped, a single one
    k, v = kv[:, :, :G]  # (1, G, T, D)
    out = scaled_dot_product_attention(q, k, v, enable_gqa=True)[0]  # (H, T, D) <-
    row, size = " ".join(f"{o:.3f}" for o in out[:, -1, 0]), k.numel() + v.numel()
    print(f"{G} key-value heads: cache {size} numbers, last row: {row}")

N, H, D, T = 80, 64, 128, 4096  # LLaMA-2 70B: layers, heads, head size, context
for name, G in [("64, one a query head", 64), ("8, as released", 8), ("1", 1)]:
    per_token = 2 * N * G * D * torch.bfloat16.itemsize  # <-
    print(f"LLaMA-2 70B with {name}: {per_token:,} bytes a token", end="")
    print(f", {per_token * T / 1e9:.2f} GB for {T} tokens")
