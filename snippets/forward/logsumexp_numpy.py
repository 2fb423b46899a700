"""Log-sum-exp gives log probabilities that neither overflow nor round to log 0."""

import numpy as np


def logsumexp(z):
    """log of the sum of exp(z) over scores (V,), the largest taken out first."""
    return z.max() + np.log(np.exp(z - z.max()).sum())  # <-


def softmax(z):
    """Stable softmax of scores (V,)."""
    return np.exp(z - z.max()) / np.exp(z - z.max()).sum()


for z in [[2.0, 1.0, 0.0], [1000.0, 999.0, 0.0], [0.0, 0.0, 0.0]]:
    z = np.array(z)
    V = len(z)
    with np.errstate(divide="ignore"):  # log of a probability rounded to 0
        late = np.log(softmax(z))  # (V,)
    log_p = z - logsumexp(z)  # (V,)
    print(f"scores {z.tolist()}: largest {z.max():.1f}, ", end="")
    print(f"log-sum-exp {logsumexp(z):.4f}")
    print("  log of softmax: " + " ".join(f"{n:.4f}" for n in late))
    print("  z - logsumexp:  " + " ".join(f"{n:.4f}" for n in log_p))
