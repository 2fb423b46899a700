"""Attention and feed-forward part side by side, from one norm."""

import numpy as np

T, C = 4, 8  # tokens, channels
wave = lambda *shape: np.sin(np.arange(1, np.prod(shape) + 1) ** 2.0).reshape(shape)
x, W_up, W_down = wave(T, C), wave(C, 4 * C), wave(4 * C, C) / 4
Wq, Wk, Wv, Wo = wave(4, C, C) / 2


def norm(x):
    """LayerNorm without gain and bias: (T, C) -> (T, C)."""
    return (x - x.mean(1, keepdims=True)) / (x.var(1, keepdims=True) + 1e-5) ** 0.5


def attention(x):
    """One head under a causal mask: (T, C) -> (T, C)."""
    e = np.tril(np.exp(x @ Wq @ (x @ Wk).T / C**0.5))  # (T, T)
    return e / e.sum(1, keepdims=True) @ (x @ Wv) @ Wo


feed_forward = lambda x: np.maximum(x @ W_up, 0) @ W_down
middle = x + attention(norm(x))  # (T, C)
serial = middle + feed_forward(norm(middle))  # (T, C)
parallel = x + attention(norm(x)) + feed_forward(norm(x))  # (T, C) <-

for t in range(T):
    print(f"token {t + 1}:", end="")
    for name, y in {"serial": serial, "parallel": parallel}.items():
        print(f"  {name}", " ".join(f"{c:5.2f}" for c in y[t, :4]), "...", end="")
    print()
print(f"norms' parameters with gain and bias: {4 * C} and {2 * C}")
