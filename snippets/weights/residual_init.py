"""Residual additions pile up variance; GPT-2 starts them smaller."""

import numpy as np

T, C = 256, 256  # tokens, width
random = np.random.RandomState(0)
start = random.randn(T, C)  # (T, C) variance 1
draws = random.randn(96, C, C) / C**0.5  # (96, C, C)

print("blocks  additions  variance  formula    scaled  formula")
results = {}
for N in [12, 24, 48]:  # blocks
    additions = 2 * N  # each block adds twice: attention, feed-forward
    row = f"{N:6d}{additions:11d}"
    for scale in [1.0, 1 / additions**0.5]:
        x = start
        for layer in range(additions):
            unit = x / np.sqrt(np.mean(x**2, axis=1, keepdims=True))  # (T, C)
            W = scale * draws[layer]  # (C, C) <-
            x = x + unit @ W  # (T, C) adds scale^2 to the variance
        results[N, scale] = np.mean(x**2)
        row += f"{np.mean(x**2):10.1f}{1 + additions * scale**2:9.1f}"
    print(row)

std = 0.02 / (2 * 12) ** 0.5
print(f"GPT-2 small: 0.02, but 0.02 / sqrt(24) = {std:.4f} where blocks add")
