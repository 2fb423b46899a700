"""The same runs, with autograd for the gradient and torch.optim for the step."""

import torch

torch.set_default_dtype(torch.float64)
k, lowest = 4.0, 3.0

print("  lr  factor  w at step 0, 1, 2, ...")
for lr in 0.02, 0.2, 0.45, 0.5, 0.55:
    w = torch.zeros((), requires_grad=True)  # ()
    optimiser = torch.optim.SGD([w], lr=lr)
    path = [w.item()]
    for step in range(6):
        optimiser.zero_grad()
        (k / 2 * (w - lowest) ** 2).backward()  # <-
        optimiser.step()
        path.append(w.item())
    factor = (path[2] - lowest) / (path[1] - lowest)
    print(f"{lr:4} {factor:7.2f}", *(f"{w:6.2f}" for w in path))
