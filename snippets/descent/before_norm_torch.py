"""Before a norm, a weight's length changes no output, but it sets the step."""

import torch

torch.set_default_dtype(torch.float64)
x = torch.tensor([[1.0, 2.0, -1.0], [0.5, -1.0, 2.0]])  # (2, 3)
y = torch.tensor([[1.0, 0.0, -1.0], [0.0, 1.0, 0.5]])  # (2, 3)
W0 = torch.tensor([[0.5, -0.3, 0.2], [0.1, 0.4, -0.6], [-0.2, 0.7, 0.3]])  # (3, 3)


def loss(W):
    """Squared error of the normed outputs; W is (3, 3)."""
    z = x @ W  # (2, 3)
    a = z / (z**2).mean(1, keepdim=True).sqrt()  # (2, 3)
    return ((a - y) ** 2).mean()


print("scale   loss  length of gradient  turn in one step, degrees")
for scale in 0.5, 1, 2, 10:
    W = (scale * W0).requires_grad_()  # (3, 3)
    L = loss(W)
    L.backward()
    after = W - 0.1 * W.grad  # (3, 3)
    cosine = (W * after).sum() / W.norm() / after.norm()  # <-
    turn = cosine.acos().rad2deg().item()
    print(f"{scale:5} {L.item():6.3f} {W.grad.norm().item():19.4f} {turn:16.3f}")

print("decay  length of W after 20 steps   lr / length^2   loss")
for decay in 0.0, 0.1, 0.5:
    W = W0.clone().requires_grad_()  # (3, 3)
    optimiser = torch.optim.SGD([W], lr=0.1, weight_decay=decay)
    for step in range(20):
        optimiser.zero_grad()
        L = loss(W)
        L.backward()
        optimiser.step()
    size = W.norm().item()
    print(f"{decay:5} {size:26.3f} {0.1 / size**2:15.3f} {L.item():6.3f}")
