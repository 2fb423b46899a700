"""The same with torch's own functions."""

import torch
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

torch.set_default_dtype(torch.float64)
limit = 1.0
batches = {
    "calm": [torch.tensor([0.3, -0.4]), torch.tensor([0.0])],
    "steep": [torch.tensor([2.0, -1.0]), torch.tensor([2.0])],
    "a spike": [torch.tensor([60.0, -20.0]), torch.tensor([30.0])],
}


def clip(how, gradients):
    """What `how` makes of the gradients of two parameters: (3,)."""
    parameters = [torch.zeros_like(g, requires_grad=True) for g in gradients]
    for p, g in zip(parameters, gradients):
        p.grad = g.clone()
    how(parameters, limit)  # <-
    return torch.cat([p.grad for p in parameters])


for name, gradients in batches.items():
    flat = torch.cat(gradients)  # (3,)
    clipped = clip(clip_grad_norm_, gradients)  # (3,)
    each = clip(clip_grad_value_, gradients)  # (3,)
    cosines = [flat @ c / flat.norm() / c.norm() for c in (clipped, each)]
    print(f"{name}: norm {flat.norm():.2f}")
    print(
        "  by norm: ", *(f"{g:6.3f}" for g in clipped), f" cosine {cosines[0]:.3f}"
    )
    print("  by value:", *(f"{g:6.3f}" for g in each), f" cosine {cosines[1]:.3f}")
