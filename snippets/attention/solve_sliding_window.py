"""A window of w tokens: fewer scores, and a reach that grows with the layers."""

import numpy as np

T, w, N = 12, 4, 3  # tokens, window, layers
i, j = np.arange(T)[:, None], np.arange(T)[None]
mask = (j <= i) & (i - j < w)  # (T, T) <-
for row in mask.astype(int):
    print(*row)
print(f"scores kept: {mask.sum()} of {np.tril(np.ones((T, T), int)).sum()}")

reach = np.eye(T, dtype=int)  # (T, T) row i: which inputs have reached token i
for layer in range(N):
    reach = (mask.astype(int) @ reach > 0).astype(int)  # (T, T) <-
    print(f"after layer {layer + 1} the last token has heard of {reach[-1].sum()}")
print(f"formula N * (w - 1) + 1: {N * (w - 1) + 1}")
