"""Rotary positions turn each key's bias by its own angle, and then the bias does count."""

import numpy as np

T, D = 4, 2
q, k, v = np.sin(np.arange(3 * T * D)).reshape(3, T, D)
b_k = np.array([5.0, -3.0])  # (D,)


def rotate(x):
    """Turn the vector of position t by the angle t: (T, D) -> (T, D)."""
    cos, sin = np.cos(np.arange(T)), np.sin(np.arange(T))  # (T,)
    return np.stack([x[:, 0] * cos - x[:, 1] * sin, x[:, 0] * sin + x[:, 1] * cos], axis=1)


def attention(q, k):
    """Outputs of one head: (T, D), (T, D) -> (T, D)."""
    A = np.exp(q @ k.T / D**0.5)  # (T, T)
    return A / A.sum(1, keepdims=True) @ v  # (T, D)


plain = attention(q, k + b_k) - attention(q, k)  # (T, D)
print(f"without rotation, change of the output below 1e-12: {abs(plain).max() < 1e-12}")

turned = attention(rotate(q), rotate(k + b_k)) - attention(rotate(q), rotate(k))  # (T, D) <-
print("with rotation, change of the output by token:", abs(turned).max(1).round(3).tolist())
