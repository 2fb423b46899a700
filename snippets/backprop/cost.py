"""What all gradients cost, counted in multiplications."""

import numpy as np

multiplications = 0


def product(a, b):
    """a @ b, and its multiplications added to the count."""
    global multiplications
    multiplications += a.shape[0] * a.shape[1] * b.shape[1]
    return a @ b


def run(B, C, N):
    """Multiplications of a forward and of a backward pass through N layers."""
    global multiplications
    multiplications, kept = 0, [np.full((B, C), 0.1)]
    W = [np.full((C, C), 0.01) for layer in range(N)]  # (N, C, C)
    for layer in range(N):
        kept.append(np.tanh(product(kept[-1], W[layer])))
    forward, multiplications = multiplications, 0
    grad = np.ones((B, C))  # (B, C)
    for layer in reversed(range(N)):
        dz = grad * (1 - kept[layer + 1] ** 2)  # (B, C)
        dW = product(kept[layer].T, dz)  # (C, C) <-
        assert dW.shape == W[layer].shape
        if layer > 0:  # nobody asks for the gradient of the input
            grad = product(dz, W[layer].T)  # (B, C)
    return forward, multiplications


print("width   weights     forward    backward   ratio   a pass per weight")
for C in (8, 32, 128):
    forward, backward = run(B=16, C=C, N=4)
    one_by_one = (4 * C * C + 1) * forward
    print(f"{C:5} {4 * C * C:9,} {forward:11,} {backward:11,}", end=" ")
    print(f"{backward / forward:7.2f} {one_by_one:19,}")
