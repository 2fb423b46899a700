"""Several heads: cut the channels into slices, attend in each, join the results."""

import numpy as np

T, C, H = 3, 4, 2  # tokens, channels, heads
D = C // H  # size of a head
x = np.array([[1.0, 0.0, 2.0, 1.0], [0.0, 1.0, 1.0, -1.0], [1.0, 1.0, 0.0, 0.0]])
Wq, Wk, Wv, Wo = np.sin(np.arange(4 * C * C) ** 2).reshape(4, C, C)


def attention(q, k, v):
    """Heads side by side: three times (..., T, D) -> weights, outputs."""
    e = np.exp(q @ k.swapaxes(-1, -2) / D**0.5)
    A = e / e.sum(-1, keepdims=True)
    return A, A @ v


def split(z):
    """Give each head its slice of the channels: (T, C) -> (H, T, D)."""
    return z.reshape(T, H, D).swapaxes(0, 1)


q, k, v = x @ Wq, x @ Wk, x @ Wv  # (T, C)
A, heads = attention(split(q), split(k), split(v))
joined = heads.swapaxes(0, 1).reshape(T, C)  # (T, C) <-
out = joined @ Wo  # (T, C) <-

one_by_one = 0
for cut in (slice(0, D), slice(D, C)):  # a head's columns, and its rows of Wo
    _, head = attention(q[:, cut], k[:, cut], v[:, cut])
    one_by_one = one_by_one + head @ Wo[cut]

for h in range(H):
    row = " ".join(f"{a:.3f}" for a in A[h, 2])
    print(f"head {h + 1}, weights of token 3: {row}")
for i in range(T):
    print(f"output of token {i + 1}:", " ".join(f"{o:6.3f}" for o in out[i]))
print(f"sum over single heads is equal: {abs(out - one_by_one).max() < 1e-12}")
print(f"weights in the four matrices: {4 * C * C}, with any number of heads")
