"""What each format does to a layer's output."""

import numpy as np

n = 64
places = (np.arange(n * n) * 2731 % (n * n) + 0.5) / (n * n)  # (n * n,)
W = np.sqrt(2) * np.log(places / (1 - places)).reshape(n, n) / n  # (n, n)
x = np.cos(np.arange(n) * 1.3)  # (n,)


def to_bfloat16(W):
    """Keep the upper 16 of the 32 bits, rounded to nearest, halves to even."""
    bits = W.astype(np.float32).view(np.uint32)
    return ((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000).view(np.float32)


def quantise(W, bits, group):
    """Whole numbers of some bits, with a scale for each group of weights."""
    most, rows = 2 ** (bits - 1) - 1, W.reshape(-1, group)
    scale = np.abs(rows).max(1, keepdims=True) / most
    return (np.round(rows / scale) * scale).reshape(W.shape)  # <-


formats = {
    "float32": (32, W.astype(np.float32)),
    "bfloat16": (16, to_bfloat16(W)),
    "float16": (16, W.astype(np.float16)),
    "int8, a scale a row": (8 + 16 / n, quantise(W, 8, n)),
    "4 bits, groups of 32": (4 + 16 / 32, quantise(W, 4, 32)),
    "4 bits, one scale": (4 + 16 / W.size, quantise(W, 4, W.size)),
}
print("format                bits a weight  error of the output")
for name, (bits, V) in formats.items():
    error = np.linalg.norm(V.astype(float) @ x - W @ x) / np.linalg.norm(W @ x)
    print(f"{name:21} {bits:13.2f} {error:18.1e}")
