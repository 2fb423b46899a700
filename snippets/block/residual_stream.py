"""Every part adds to one running sum: what each adds, and its share of the end."""

import numpy as np

T, C, N = 4, 8, 3  # tokens, channels, blocks
wave = lambda *shape: np.sin(np.arange(1, np.prod(shape) + 1) ** 2.0).reshape(shape)
x = wave(T, C)  # (T, C) the embeddings
W_qkvo = wave(N, 4, C, C) / 2  # (N, 4, C, C)
W_up, W_down = wave(N, C, 4 * C) / 2, wave(N, 4 * C, C) / 4


def norm(x):
    """LayerNorm without gain and bias: (T, C) -> (T, C)."""
    return (x - x.mean(1, keepdims=True)) / (x.var(1, keepdims=True) + 1e-5) ** 0.5


def attention(x, Wq, Wk, Wv, Wo):
    """One head under a causal mask: (T, C) -> (T, C)."""
    e = np.tril(np.exp(x @ Wq @ (x @ Wk).T / C**0.5))  # (T, T)
    return e / e.sum(1, keepdims=True) @ (x @ Wv) @ Wo


added = {"embedding": x}
for n in range(N):
    for part in ("attention", "feed-forward"):
        h = norm(x)  # (T, C) a part reads a normed copy
        if part == "attention":
            y = attention(h, *W_qkvo[n])  # (T, C)
        else:
            y = np.maximum(h @ W_up[n], 0) @ W_down[n]  # (T, C)
        x = x + y  # (T, C) and adds to the stream <-
        added[f"{n + 1} {part}"] = y

print("last token        size   share")
for name, y in added.items():
    share = y[-1] @ x[-1] / (x[-1] @ x[-1])
    print(f"{name:15} {np.linalg.norm(y[-1]):6.2f} {share:7.1%}")
print(f"{'their sum':15} {np.linalg.norm(x[-1]):6.2f} {1:7.1%}")
print(f"sum equals the stream: {abs(sum(added.values()) - x).max() < 1e-12}")
