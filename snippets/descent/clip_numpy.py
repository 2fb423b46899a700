"""Clipping: shorten the whole gradient when it is too long, and keep its way."""

import numpy as np

limit = 1.0
batches = {
    "calm": [np.array([0.3, -0.4]), np.array([0.0])],
    "steep": [np.array([2.0, -1.0]), np.array([2.0])],
    "a spike": [np.array([60.0, -20.0]), np.array([30.0])],
}
for name, gradients in batches.items():
    flat = np.concatenate(gradients)  # (3,)
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    factor = min(1, limit / (norm + 1e-6))
    clipped = np.concatenate([factor * g for g in gradients])  # (3,) <-
    each = flat.clip(-limit, limit)  # (3,) the other way: number by number
    cosines = [flat @ c / norm / np.linalg.norm(c) for c in (clipped, each)]
    print(f"{name}: norm {norm:.2f}")
    print(
        "  by norm: ", *(f"{g:6.3f}" for g in clipped), f" cosine {cosines[0]:.3f}"
    )
    print("  by value:", *(f"{g:6.3f}" for g in each), f" cosine {cosines[1]:.3f}")
