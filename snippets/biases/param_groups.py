"""Two parameter groups, as training scripts make them: only matrices decay."""

import torch
from torch import nn

C, V = 16, 50
model = nn.ModuleDict(
    {
        "embedding": nn.Embedding(V, C),
        "norm": nn.LayerNorm(C),
        "up": nn.Linear(C, 4 * C),
        "down": nn.Linear(4 * C, C),
    }
)
for p in model.parameters():
    nn.init.ones_(p)  # so that the effect of the decay is easy to read

decay = [p for p in model.parameters() if p.dim() >= 2]  # <-
no_decay = [p for p in model.parameters() if p.dim() < 2]  # biases, gains <-
groups = [
    {"params": decay, "weight_decay": 0.1},
    {"params": no_decay, "weight_decay": 0.0},
]
optimizer = torch.optim.AdamW(groups, lr=0.01)

for p in model.parameters():
    p.grad = torch.zeros_like(p)  # what moves, moves by decay alone
for step in range(100):
    optimizer.step()

sizes = [sum(p.numel() for p in group["params"]) for group in groups]
print(f"decayed:     {sizes[0]} numbers in {len(decay)} matrices")
print(f"not decayed: {sizes[1]} numbers in {len(no_decay)} vectors")
for name, p in model.named_parameters():
    print(f"{name:16} {str(tuple(p.shape)):8} from 1.000 to {p.mean():.3f}")
