"""Keep only the input of every s-th layer, and compute the others again."""

import numpy as np

B, C, N = 4, 8, 36
x = np.sin(np.arange(B * C) ** 2.0).reshape(B, C)  # (B, C)
W = np.cos(np.arange(N * C * C) ** 2.0).reshape(N, C, C) / C**0.5  # (N, C, C)


def layers(h, first, count):
    """The input and the outputs of some layers in a row: count + 1 arrays."""
    outputs = [h]
    for n in range(first, first + count):
        outputs.append(np.tanh(outputs[-1] @ W[n]))
    return outputs


def gradient(s):
    """dL/dW for L = sum of outputs, arrays kept at most, layers computed."""
    starts = layers(x, 0, N)[:-1:s]  # (N // s, B, C) all that is kept
    dh, dW, most, computed = np.ones((B, C)), np.zeros(W.shape), 0, N
    for first in reversed(range(0, N, s)):
        inside = layers(starts.pop(), first, s)  # computed again <-
        most = max(most, len(starts) + len(inside))
        computed += s
        for n in reversed(range(s)):
            dz = dh * (1 - inside[n + 1] ** 2)  # (B, C)
            dW[first + n] = inside[n].T @ dz
            dh = dz @ W[first + n].T  # (B, C)
    return dW, most, computed


h = layers(x, 0, N)
print(f"no checkpoints:   {len(h)} arrays kept, {N} layers computed")
for s in (2, 3, 4, 6, 9, 12, 18):
    dW, most, computed = gradient(s)
    same = abs(dW - gradient(N)[0]).max() < 1e-12
    print(f"one in {s:2} layers: {most} arrays kept at most", end=", ")
    print(f"{computed} layers computed, gradient the same: {same}")
