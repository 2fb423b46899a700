"""Five update rules from scratch, against torch.optim, at each of 300 steps."""

import torch

torch.set_default_dtype(torch.float64)
lr, mu, alpha, beta1, beta2, eps, decay = 0.05, 0.6, 0.9, 0.9, 0.999, 1e-8, 0.5


def move(name, w, g, m, v, t):
    """Change w, m and v, all (C,), in place, with the gradient g of step t."""
    if name == "AdamW":
        w -= lr * decay * w
    if name == "momentum":
        m.mul_(mu).add_(g)
    if name in ("Adam", "AdamW"):
        m.mul_(beta1).add_((1 - beta1) * g)
    keep = alpha if name == "RMSProp" else beta2
    v.mul_(keep).add_((1 - keep) * g**2)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    d = {"SGD": g, "momentum": m, "RMSProp": g / (v.sqrt() + eps)}
    w -= lr * d.get(name, m_hat / (v_hat.sqrt() + eps))  # <-


theirs = {
    "SGD": lambda w: torch.optim.SGD(w, lr),
    "momentum": lambda w: torch.optim.SGD(w, lr, momentum=mu),
    "RMSProp": lambda w: torch.optim.RMSprop(w, lr, alpha, eps),
    "Adam": lambda w: torch.optim.Adam(w, lr, (beta1, beta2), eps),
    "AdamW": lambda w: torch.optim.AdamW(w, lr, (beta1, beta2), eps, decay),
}
for name, make in theirs.items():
    w, m, v = torch.tensor([1.0, 1.0, -2.0]), torch.zeros(3), torch.zeros(3)
    p, apart = w.clone().requires_grad_(), 0.0
    optimiser = make([p])
    for t in range(1, 301):
        p.grad = torch.cos(t * torch.tensor([1.0, 20.0, 0.1])) + p.detach()
        move(name, w, torch.cos(t * torch.tensor([1.0, 20.0, 0.1])) + w, m, v, t)
        optimiser.step()
        apart = max(apart, (w - p.detach()).abs().max().item())
    print(f"{name:8}", *(f"{x:6.3f}" for x in w), f" 1e-12 apart: {apart > 1e-12}")
