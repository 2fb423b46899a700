"""Permute the input and the output permutes alike: no token knows its place."""

import numpy as np

T, C = 5, 4
x = np.sin(np.arange(T * C) ** 2).reshape(T, C)  # (T, C)
Wq, Wk, Wv = np.cos(np.arange(3 * C * C) ** 2).reshape(3, C, C)
position = np.cos(np.arange(T * C)).reshape(T, C)  # (T, C) a vector for each place
order = [3, 0, 4, 2, 1]


def attention(x, causal=False):
    """One head, which sees all tokens, or those up to itself: (T, C) -> (T, C)."""
    scores = (x @ Wq) @ (x @ Wk).T / C**0.5  # (T, T)
    may_see = np.tril(np.ones((T, T))) if causal else np.ones((T, T))  # (T, T)
    e = np.exp(scores) * may_see  # (T, T)
    return e / e.sum(1, keepdims=True) @ (x @ Wv)  # (T, C)


def moved(head):
    """The largest difference between shuffling before and after a head."""
    return abs(head(x[order]) - head(x)[order]).max()  # <-


heads = {
    "no position": lambda x: attention(x),
    "position added": lambda x: attention(x + position),
    "causal mask, no position": lambda x: attention(x, causal=True),
}
for name, head in heads.items():
    most = moved(head)
    print(f"{name}: permutes: {most < 1e-12}, largest difference {most:.2f}")
earlier = [2, 0, 1, 3, 4]  # the last two stay
for layers in (1, 2):
    a, b = x, x[earlier]  # (T, C)
    for layer in range(layers):
        a, b = attention(a, causal=True), attention(b, causal=True)  # (T, C)
    same = abs(a[-1] - b[-1]).max() < 1e-12
    print(f"earlier tokens shuffled, {layers} causal, last output the same: {same}")
