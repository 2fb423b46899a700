"""Attention backwards by hand, three ways; a key bias would get gradient 0."""

import numpy as np
import torch

T, D = 4, 3
q, k, v = np.sin(np.arange(3.0 * T * D) ** 2).reshape(3, T, D)
dy = np.cos(np.arange(T * D) ** 2.0).reshape(T, D)  # (T, D)
given = {"q": q, "k": k, "v": v}
e = lambda q, k: np.tril(np.exp(q @ k.T / D**0.5))  # 0 for every later token
shares = lambda q, k: e(q, k) / e(q, k).sum(1, keepdims=True)  # rows sum to 1
loss = lambda q, k, v: (dy * (shares(q, k) @ v)).sum()  # any loss with dL/dy = dy


def measured(name, h=1e-6):
    """Central differences of the loss, one number of one input at a time."""
    v, rise = given[name], []
    for step in h * np.eye(v.size).reshape(v.size, *v.shape):
        up, down = given | {name: v + step}, given | {name: v - step}
        rise.append(loss(**up) - loss(**down))
    return np.reshape(rise, v.shape) / (2 * h)


A = shares(q, k)  # (T, T)
dv, dA = A.T @ dy, dy @ v.T
dS = A * (dA - (dA * A).sum(1, keepdims=True))  # (T, T) through softmax <-
dq, dk = dS @ k / D**0.5, dS.T @ q / D**0.5  # (T, D) <-

formula = {"q": dq, "k": dk, "v": dv}
t = {name: torch.tensor(v, requires_grad=True) for name, v in given.items()}
attend = torch.nn.functional.scaled_dot_product_attention
attend(*t.values(), is_causal=True).backward(torch.tensor(dy))
print("sum of the rows of dL/dk is 0:", abs(dk.sum(0)).max() < 1e-12)
print("off by at most   measured   autograd")
for name, ours in formula.items():
    others = measured(name), t[name].grad.numpy()
    off = [abs(ours - other).max() for other in others]
    print(f"dL/d{name:10} {max(off[0], 1e-7):>10.0e} {max(off[1], 1e-12):>10.0e}")
