"""Smaller queries, or divided scores: Adafactor keeps them equal, Adam does not."""

import torch

torch.set_default_dtype(torch.float64)
T, C, D = 6, 8, 9


def train(optimiser, smaller, **options):
    """Attention weights (T, T) after 30 steps of one head towards given ones."""
    torch.manual_seed(0)
    x = torch.rand(T, C)  # (T, C)
    wanted = (4 * torch.rand(T, T)).softmax(-1)  # (T, T)
    q, k = torch.rand(C, D) - 0.5, torch.rand(C, D) - 0.5  # (C, D)
    q, divide = (q / D**0.5, 1) if smaller else (q, D**0.5)  # <-
    q, k = q.requires_grad_(), k.requires_grad_()
    steps = optimiser([q, k], **options)
    for _ in range(30):
        scores = x @ q @ (x @ k).T / divide  # (T, T)
        L = -(wanted * scores.log_softmax(-1)).sum(-1).mean()
        steps.zero_grad()
        L.backward()
        steps.step()
    return (x @ q @ (x @ k).T / divide).softmax(-1).detach()


print("largest difference of the attention weights after 30 steps")
for name, options in {
    "SGD": {"lr": 1.0},
    "Adam": {"lr": 0.03},
    "Adafactor": {"lr": 0.03, "eps": (1e-30, 1e-3)},
}.items():
    kind = getattr(torch.optim, name)
    apart = train(kind, True, **options) - train(kind, False, **options)  # (T, T)
    most = apart.abs().max().item()
    print(f"{name:10} {most:.3f}, equal to 1e-9: {most < 1e-9}")
