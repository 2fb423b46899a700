"""The same schedule from torch's own parts."""

import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

peak, lowest, warm, steps = 6e-4, 6e-5, 20, 200
w = torch.zeros(1, requires_grad=True)  # (1,)
optimiser = torch.optim.AdamW([w], lr=peak)
parts = [
    LinearLR(optimiser, start_factor=1 / warm, total_iters=warm - 1),
    CosineAnnealingLR(optimiser, T_max=steps - warm, eta_min=lowest),
]
schedule = SequentialLR(optimiser, parts, milestones=[warm])

rates = []
for step in range(steps + 1):
    rates.append(schedule.get_last_lr()[0])
    optimiser.step()
    schedule.step()  # <-
rates += [lowest] * 20  # torch's cosine would rise again

for step in 0, 1, 4, 9, 14, 19, 20, 40, 65, 90, 110, 130, 155, 180, 199, 200, 220:
    print(f"step {step:3}: lr {rates[step]:.6f}")
