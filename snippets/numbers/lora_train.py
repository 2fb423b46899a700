"""Train the two thin matrices alone: the frozen matrix does not move by a bit."""

import torch

torch.set_default_dtype(torch.float64)
C, rank = 8, 1
places = torch.arange(C * C).reshape(C, C)  # (C, C)
W = torch.cos(places * 1.7)  # (C, C)
u, v = torch.sin(torch.arange(C) * 1.0), torch.cos(torch.arange(C) * 2.0)  # (C,)
target = W + torch.outer(u, v)  # (C, C)
x = torch.eye(C)  # (C, C)

print("trained        numbers  loss before  loss after 300 steps")
for name in "all of W", "LoRA, rank 1", "the bias":
    base = W.clone().requires_grad_(name == "all of W")  # (C, C)
    A = (0.1 * torch.cos(torch.arange(1.0 * C)))[None].requires_grad_()  # (rank, C)
    B = torch.zeros(C, rank, requires_grad=True)  # (C, rank)
    b = torch.zeros(C, requires_grad=True)  # (C,)
    chosen = {"all of W": [base], "LoRA, rank 1": [A, B], "the bias": [b]}[name]
    optimiser, first = torch.optim.Adam(chosen, lr=0.05), 0.0
    for step in range(301):
        L = (x @ (base + B @ A).T + b - x @ target.T).square().mean()
        first = first or L.item()
        optimiser.zero_grad()
        L.backward()  # <-
        optimiser.step()
    size = sum(p.numel() for p in chosen)
    print(f"{name:14} {size:7} {first:12.3f} {L.item():12.3f}")
    if name != "all of W":
        print("  frozen matrix unchanged:", torch.equal(base, W))
