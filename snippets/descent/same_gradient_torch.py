"""backward() changes no weight; what a gradient does is the optimiser's choice."""

import torch

torch.set_default_dtype(torch.float64)
x = torch.tensor([[1.0, 20.0], [2.0, -10.0], [3.0, 10.0]])  # (3, 2)
y = torch.tensor([1.0, 2.0, 4.0])  # (3,)

makers = {
    "SGD": lambda p: torch.optim.SGD(p, lr=0.01),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.01),
    "AdamW": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.5),
}
for name, make in makers.items():
    w = torch.tensor([0.5, 0.1], requires_grad=True)  # (2,)
    before = w.detach().clone()
    optimiser = make([w])
    ((x @ w - y) ** 2).mean().backward()
    print(f"{name:5} gradient", *(f"{g:.3f}" for g in w.grad), end=", ")
    print(f"weights changed: {not torch.equal(w, before)}", end=", ")
    optimiser.step()  # <-
    print("step", *(f"{change:.4f}" for change in w.detach() - before))
