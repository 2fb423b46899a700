"""The same with torch.logsumexp; z minus it is what log_softmax computes."""

import torch

torch.set_default_dtype(torch.float64)
for z in [[2.0, 1.0, 0.0], [1000.0, 999.0, 0.0], [0.0, 0.0, 0.0]]:
    z = torch.tensor(z)
    V = len(z)
    late = z.softmax(0).log()  # (V,) log of a probability rounded to 0
    lse = z.logsumexp(0)
    log_p = z - lse  # (V,) <-
    print(f"scores {z.tolist()}: largest {z.max():.1f}, ", end="")
    print(f"log-sum-exp {lse:.4f}")
    print("  log of softmax: " + " ".join(f"{n:.4f}" for n in late))
    print("  z - logsumexp:  " + " ".join(f"{n:.4f}" for n in log_p))
