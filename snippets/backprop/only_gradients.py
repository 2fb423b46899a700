"""backward() computes gradients and changes no weight; an optimiser does that."""

import torch

x, y = torch.tensor([2.0, -1.0]), 1.0  # a row of inputs and its target


def loss(w):
    """Squared error of a neuron without a bias: (2,) -> number."""
    return (w @ x - y) ** 2


w = torch.tensor([0.5, 1.0], requires_grad=True)  # (2,)
loss(w).backward()  # <-
print("after backward():    w =", w.tolist(), " w.grad =", w.grad.tolist())
loss(w).backward()  # <-
print("after a second one:  w =", w.tolist(), " w.grad =", w.grad.tolist())

steps = {"SGD": torch.optim.SGD, "Adam": torch.optim.Adam}
for name, optimiser in steps.items():
    w = torch.tensor([0.5, 1.0], requires_grad=True)  # (2,)
    loss(w).backward()
    optimiser([w], lr=0.1).step()  # <-
    new = [f"{w_i:.3f}" for w_i in w.tolist()]
    print(f"one step of {name + ':':6}  w = {', '.join(new)}", end=" ")
    print(" w.grad =", w.grad.tolist())
