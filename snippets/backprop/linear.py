"""A linear layer's gradients: by formula, measured, and by autograd."""

import numpy as np
import torch

T, C, F = 4, 3, 2
x = np.sin(np.arange(T * C) ** 2.0).reshape(T, C)  # (T, C)
W = np.cos(np.arange(C * F) ** 2.0).reshape(C, F)  # (C, F)
b = np.array([0.5, -0.3])  # (F,)
dy = np.array([[1.0, -2.0], [0.5, 0.0], [0.0, 1.0], [-1.0, 3.0]])  # (T, F)
given = {"x": x, "W": W, "b": b}
loss = lambda x, W, b: (dy * (x @ W + b)).sum()  # any loss with dL/dy = dy


def measured(name, h=1e-6):
    """Central differences of the loss, one number of one input at a time."""
    v, rise = given[name], []
    for step in h * np.eye(v.size).reshape(v.size, *v.shape):
        up, down = given | {name: v + step}, given | {name: v - step}
        rise.append(loss(**up) - loss(**down))
    return np.reshape(rise, v.shape) / (2 * h)


dx = dy @ W.T  # (T, C) <-
dW = x.T @ dy  # (C, F) <-
db = dy.sum(0)  # (F,) <-

formula = {"x": dx, "W": dW, "b": db}
t = {name: torch.tensor(v, requires_grad=True) for name, v in given.items()}
y = torch.nn.functional.linear(t["x"], t["W"].T, t["b"])  # (T, F)
y.backward(torch.tensor(dy))
print("sum of the rows of dL/dy:", dy.sum(0).tolist(), " dL/db:", db.tolist())
print("off by at most   measured   autograd")
for name, ours in formula.items():
    others = measured(name), t[name].grad.numpy()
    off = [abs(ours - other).max() for other in others]
    print(f"dL/d{name:10} {max(off[0], 1e-7):>10.0e} {max(off[1], 1e-12):>10.0e}")
