"""How many numbers an optimiser keeps for each parameter."""

import torch
from torch import nn

F, C, gpt2 = 64, 16, 124_439_808  # gpt2: parameters of GPT-2 small
model = nn.Sequential(nn.Linear(C, F), nn.ReLU(), nn.Linear(F, C))
parameters = list(model.parameters())
n = sum(p.numel() for p in parameters)
print(f"{n} parameters in {len(parameters)} tensors")

makers = {
    "SGD": torch.optim.SGD(parameters, lr=0.1),
    "momentum": torch.optim.SGD(parameters, lr=0.1, momentum=0.9),
    "RMSProp": torch.optim.RMSprop(parameters),
    "Adam": torch.optim.Adam(parameters),
    "AdamW": torch.optim.AdamW(parameters),
}
for p in parameters:
    p.grad = torch.ones_like(p)
for name, optimiser in makers.items():
    optimiser.step()
    kept = [v for state in optimiser.state.values() for v in state.values()]
    large = sum(v.numel() for v in kept if torch.is_tensor(v) and v.dim() > 0)
    each = large / n  # <-
    gigabytes = (2 + each) * 4 * gpt2 / 1e9  # weight, gradient and state, float32
    print(f"{name:8} keeps {each:.0f} a parameter; GPT-2 small: {gigabytes:.2f} GB")
