"""Learned positions: one more embedding, and after its last row there is none."""

import numpy as np

P, V, C = 6, 3, 2  # positions, vocabulary, channels
E = np.array([[0.5, -1.0], [1.5, 0.2], [-0.3, 0.8]])  # (V, C) of tokens
E_pos = np.sin(np.arange(P * C)).reshape(P, C)  # (P, C) of positions, also learned


def embed(ids):
    """Token vectors plus position vectors: (T,) -> (T, C)."""
    return E[ids] + E_pos[np.arange(len(ids))]  # <-


x = embed([1, 0, 1])  # (3, C)
print("token 1 at position 1:", " ".join(f"{c:6.3f}" for c in x[0]))
print("token 1 at position 3:", " ".join(f"{c:6.3f}" for c in x[2]))
try:
    embed([0] * (P + 1))
except IndexError:
    print(f"a text of {P + 1} tokens: no row for it, IndexError")
print(f"GPT-2 small: {1024 * 768:,} of 124,439,808, {1024 * 768 / 124439808:.2%}")
