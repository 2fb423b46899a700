"""Autograd agrees: the large weight's gradient is zero."""

import torch

x = torch.tensor([[1.0, 2.0], [3.0, 0.0], [0.0, 4.0]])  # (3, 2)
W = torch.tensor([[-1.0, 0.5], [-0.5, 0.25]])  # (2, 2) first column: dead
w = torch.tensor([50.0, 0.1], requires_grad=True)  # (2,)


def outputs(W, w):
    """Output (3,) for each input; W is (2, 2), w is (2,)."""
    return torch.relu(x @ W) @ w  # (3,)


outputs(W, w).sum().backward()  # <-
grad, w = w.grad, w.detach()  # (2,)
y = outputs(W, w)  # (3,)
print(f"outputs: {[round(y_t, 2) for y_t in y.tolist()]}")
for j in range(2):
    without = w.clone()  # (2,)
    without[j] = 0.0
    change = (y - outputs(W, without)).abs().max()  # ()
    print(f"w = {w[j]:4.1f}: gradient {grad[j]:.2f}, set to 0: change {change:.2f}")

scale = torch.tensor([1.0, 64.0])  # (2,) the live unit only
rescaled = outputs(W * scale, w / scale)  # (3,)
equal = torch.equal(rescaled, y)
print(f"live unit: weights in x 64, weight out / 64, equal: {equal}")
