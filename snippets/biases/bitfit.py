"""Fine-tune only the biases: freeze every weight, train 1 parameter in 12."""

import torch
from torch.nn import Linear, Sequential, Tanh

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)  # matrices this small are quickest on one core
F = 20
net = Sequential(Linear(1, F), Tanh(), Linear(F, F), Tanh(), Linear(F, 1))
for p in net.parameters():  # fixed numbers that look random
    size = p.shape[1] ** 0.5 if p.dim() == 2 else 1
    p.data = torch.sin(torch.arange(p.numel()) ** 2.0).reshape(p.shape) / size
x = torch.linspace(-3, 3, 31)[:, None]  # (31, 1)


def train(y, steps=400):
    """Fit what is not frozen: (31, 1) -> the loss before and after."""
    losses = []
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02)  # skips the frozen
    for step in range(steps + 1):
        loss = ((net(x) - y) ** 2).mean()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses[0], losses[-1]


print(f"pre-training on sin(x): loss {train(torch.sin(x))[1]:.3f}")
start = {name: p.clone() for name, p in net.state_dict().items()}
curves = {"shift": torch.sin(x + 0.7) + 0.4, "squeeze": torch.sin(2 * x)}
for curve, what in [("shift", "bias"), ("squeeze", "bias"), ("squeeze", "")]:
    net.load_state_dict(start)
    for name, p in net.named_parameters():
        p.requires_grad = name.endswith(what)  # every name ends in "" <-
    count = sum(p.numel() for p in net.parameters() if p.requires_grad)
    before, after = train(curves[curve])
    same = all(net[i].weight.equal(start[f"{i}.weight"]) for i in (0, 2, 4))
    print(f"{curve:7}, {count:3} parameters", end=": ")
    print(f"loss {before:.3f} -> {after:.3f}, weights unchanged: {same}")
