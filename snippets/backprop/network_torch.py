"""The same network, its gradients found by torch's own engine."""

import torch

torch.set_default_dtype(torch.float64)
X = torch.tensor([[0.5, -1.0], [1.5, 2.0], [-1.0, 0.5]])  # (3, 2)
y = torch.tensor([1.0, -0.5, 0.0])  # (3,)
W1 = torch.tensor([[0.4, -0.6], [0.3, 0.8]], requires_grad=True)  # (2, 2)
b1 = torch.tensor([0.1, -0.2], requires_grad=True)  # (2,)
w2 = torch.tensor([0.7, -0.9], requires_grad=True)  # (2,)
b2 = torch.tensor(0.2, requires_grad=True)  # ()

a = torch.tanh(X @ W1 + b1)  # (3, 2)
L = ((a @ w2 + b2 - y) ** 2).mean()  # ()
L.backward()  # <-

print(f"L = {L:.6f}")
print("dL/dW1 =", " ".join(f"{g:9.6f}" for g in W1.grad.ravel()))
print("dL/db1 =", " ".join(f"{g:9.6f}" for g in b1.grad))
print("dL/dw2 =", " ".join(f"{g:9.6f}" for g in w2.grad))
print("dL/db2 =", f"{b2.grad:9.6f}")
