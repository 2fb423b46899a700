"""RMSNorm's gradients, three ways: LayerNorm's without the mean."""

import numpy as np
import torch

C, eps = 4, 1e-6
x = np.array([[1.0, 2.0, 4.0, 9.0], [0.5, -0.5, 0.0, 1.0], [3.0, 1.0, 2.0, 8.0]])
g = np.array([1.0, 0.5, 2.0, -1.0])  # (C,)
dy = np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 2.0, -1.0, 0.5], [1.0, 1.0, 1.0, 1.0]])
given = {"x": x, "g": g}
mean = lambda v: v.mean(1, keepdims=True)  # of each row
size = lambda x: np.sqrt(mean(x**2) + eps)  # root mean square of each row
loss = lambda x, g: (dy * x / size(x) * g).sum()


def measured(name, h=1e-6):
    """Central differences of the loss, one number of one input at a time."""
    v, rise = given[name], []
    for step in h * np.eye(v.size).reshape(v.size, *v.shape):
        up, down = given | {name: v + step}, given | {name: v - step}
        rise.append(loss(**up) - loss(**down))
    return np.reshape(rise, v.shape) / (2 * h)


x_hat = x / size(x)  # (3, C)
u = dy * g  # (3, C) the gradient at x_hat
dx = (u - x_hat * mean(u * x_hat)) / size(x)  # (3, C) <-

formula = {"x": dx, "g": (dy * x_hat).sum(0)}
t = {name: torch.tensor(v, requires_grad=True) for name, v in given.items()}
y = torch.nn.functional.rms_norm(t["x"], (C,), t["g"], eps)  # (3, C)
y.backward(torch.tensor(dy))
print("dL/dy, row 0:", " ".join(f"{n:6.3f}" for n in dy[0]))
print("dL/dx, row 0:", " ".join(f"{n:6.3f}" for n in dx[0]))
print("off by at most   measured   autograd")
for name, ours in formula.items():
    others = measured(name), t[name].grad.numpy()
    off = [abs(ours - other).max() for other in others]
    print(f"dL/d{name:10} {max(off[0], 1e-7):>10.0e} {max(off[1], 1e-12):>10.0e}")
