"""The same runs with autograd: equal units get equal gradients."""

import torch

x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  # (4, 2)
y = torch.tensor([0.0, 1.0, 1.0, 0.0])  # (4,) exclusive or
starts = {
    "zeros": ([[0.0, 0.0], [0.0, 0.0]], [0.0, 0.0]),
    "equal": ([[0.5, 0.5], [0.5, 0.5]], [0.5, 0.5]),
    "different": ([[0.6, -0.4], [-0.5, 0.7]], [0.5, 0.4]),
}

final = {}
for name, (W, w) in starts.items():
    W = torch.tensor(W, requires_grad=True)  # (2, 2)
    w = torch.tensor(w, requires_grad=True)  # (2,)
    optimiser = torch.optim.SGD([W, w], lr=0.1)
    for step in range(1000):
        L = ((torch.relu(x @ W) @ w - y) ** 2).mean()  # ()
        optimiser.zero_grad()
        L.backward()  # <-
        if step == 0:
            first = max(W.grad.abs().max().item(), w.grad.abs().max().item())
        optimiser.step()
    L = ((torch.relu(x @ W) @ w - y) ** 2).mean().item()  # ()
    final[name] = W.detach(), w.detach(), L
    same = torch.allclose(W[:, 0], W[:, 1]) and torch.allclose(w[0], w[1])
    print(f"{name:9s}: gradient {first:.2f}, last loss {L:.3f}, equal: {same}")
