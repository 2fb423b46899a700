"""Self-attention reads one text; cross-attention asks one and reads another."""

import numpy as np

S, T, C, D = 4, 2, 3, 3  # source tokens, target tokens, channels, head size
source = np.sin(np.arange(S * C)).reshape(S, C)  # (S, C) to be translated
target = np.cos(np.arange(T * C)).reshape(T, C)  # (T, C) the translation so far
Wq, Wk, Wv = np.sin(np.arange(3 * C * D) ** 2).reshape(3, C, D)


def attention(asks, reads):
    """Queries from one text, keys and values from another -> weights, outputs."""
    q, k, v = asks @ Wq, reads @ Wk, reads @ Wv  # <-
    e = np.exp(q @ k.T / D**0.5)
    A = e / e.sum(1, keepdims=True)
    return A, A @ v


for name, asks, reads in [
    ("self, source ", source, source),
    ("self, target ", target, target),
    ("cross, target reads source", target, source),
]:
    A, out = attention(asks, reads)
    print(f"{name.strip()}: weights {A.shape}, outputs {out.shape}")
print("last row of the cross weights:", " ".join(f"{a:.3f}" for a in A[-1]))

order = [2, 0, 3, 1]
_, shuffled = attention(target, source[order])
print(f"source in another order, same outputs: {abs(shuffled - out).max() < 1e-12}")
