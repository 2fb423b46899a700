"""Softmax as written overflows: exp of a large score is inf, inf / inf is nan."""

import numpy as np

for dtype in [np.float16, np.float32, np.float64]:
    limit = np.log(np.finfo(dtype).max)
    print(f"{dtype.__name__}: exp is finite up to {limit:6.2f}")

with np.errstate(all="ignore"):  # NumPy would warn here
    for top in [10, 80, 100, 1000]:
        z = np.array([top, top - 1.0, top - 2.0], dtype=np.float32)
        V = len(z)
        p = np.exp(z) / np.exp(z).sum()  # (V,) <-
        print(f"scores from {top:4} down: " + " ".join(f"{n:.3f}" for n in p))
    z = np.array([-200, -201, -202], dtype=np.float32)
    p = np.exp(z) / np.exp(z).sum()  # (V,) each exp is 0: 0 / 0 is nan too
    print("scores of -200 and less: " + " ".join(f"{n:.3f}" for n in p))
