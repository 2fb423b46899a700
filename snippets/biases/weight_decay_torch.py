"""The same fits by gradient descent, with a decay for each parameter group."""

import torch

torch.set_default_dtype(torch.float64)
n = 6
waves = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0])  # (5,)
angle = (torch.arange(n) + 0.5) * torch.pi / n  # (n,)
X = torch.cos(torch.outer(angle, waves))  # (n, 5) waves, from slow to fast
noise = torch.tensor([0.6, -0.7, 0.5, -0.4, 0.8, -0.8])  # (n,)
truth = 10 + torch.cos(angle)  # (n,) an offset of 10 and the slowest wave

unseen = torch.linspace(0, torch.pi, 50)  # (50,)
X_unseen = torch.cos(torch.outer(unseen, waves))  # (50, 5)

cases = [("nothing", 0, 0), ("w", 0.3, 0), ("w and b", 0.3, 0.3)]  # decay on what
for offset in (0, 90):
    y = truth + noise + offset  # (n,)
    print(f"mean target {y.mean():.2f}")
    for name, decay_w, decay_b in cases:
        w = torch.zeros(5, requires_grad=True)  # (5,)
        b = torch.zeros((), requires_grad=True)  # ()
        groups = [
            {"params": [w], "weight_decay": decay_w},
            {"params": [b], "weight_decay": decay_b},
        ]
        optimizer = torch.optim.SGD(groups, lr=0.8)
        for step in range(100):
            optimizer.zero_grad()
            (((X @ w + b - y) ** 2).mean() / 2).backward()  # <-
            optimizer.step()
        with torch.no_grad():
            size, p_mean = w.norm(), (X @ w + b).mean()
            error = X_unseen @ w + b - 10 - torch.cos(unseen) - offset  # (50,)
            rms = (error**2).mean().sqrt()
            print(f"  decay on {name:7}: |w| = {size:.2f}, b = {b:6.2f}", end=", ")
            print(f"mean prediction {p_mean:6.2f}, error {rms:5.2f}")
