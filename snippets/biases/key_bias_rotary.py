"""Rotary positions turn each key's bias by another angle, so that it counts."""

import numpy as np

T, D = 4, 2
q, k, v = np.sin(np.arange(3 * T * D)).reshape(3, T, D)
b_k = np.array([5.0, -3.0])  # (D,)


def rotate(x):
    """Turn the vector of position t by the angle t: (T, D) -> (T, D)."""
    cos, sin = np.cos(np.arange(T)), np.sin(np.arange(T))  # (T,)
    x1, x2 = x.T  # (T,)
    return np.stack([x1 * cos - x2 * sin, x1 * sin + x2 * cos], axis=1)  # (T, D)


def attention(q, k):
    """Outputs of one head: (T, D), (T, D) -> (T, D)."""
    A = np.exp(q @ k.T / D**0.5)  # (T, T)
    return A / A.sum(1, keepdims=True) @ v  # (T, D)


plain = attention(q, k + b_k) - attention(q, k)  # (T, D)
same = abs(plain).max() < 1e-12
print(f"without rotation, change of the output below 1e-12: {same}")

without_b = attention(rotate(q), rotate(k))  # (T, D)
turned = attention(rotate(q), rotate(k + b_k)) - without_b  # (T, D) <-
change = abs(turned).max(1).round(3)  # (T,)
print("with rotation, change of the output by token:", change.tolist())
