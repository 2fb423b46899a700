"""Small batches whose gradients are added up make one large batch."""

import numpy as np

g = np.array([4.0, 1.0, -2.0, 3.0, 9.0, 3.0])  # (6,) gradients of six examples
print(f"one batch of 6: {g.mean():.3f}")
for cuts in ([2, 4], [1, 2]):
    parts = np.split(g, cuts)
    plain = np.mean([part.mean() for part in parts])
    weighted = sum(len(part) / len(g) * part.mean() for part in parts)  # <-
    sizes = [len(part) for part in parts]
    print(f"parts of {sizes}: mean of means {plain:.3f}, weighted {weighted:.3f}")
