"""A whole pre-norm transformer block, forwards and backwards by hand."""

import numpy as np
import torch
import torch.nn.functional as nn

T, C, H = 4, 6, 2
D, F = C // H, 4 * C
sizes = {"x": (T, C), "Wqkv": (C, 3 * C), "Wo": (C, C), "Wup": (C, F)}
sizes |= {"Wdown": (F, C), "bqkv": 3 * C, "bo": C, "bup": F, "bdown": C}
sizes |= {"g1": C, "b1": C, "g2": C, "b2": C}  # the gains and biases of the norms
sine = lambda shape: np.sin(np.arange(np.prod(shape)) ** 2.0).reshape(shape)
given = {name: sine(size) for name, size in sizes.items()}
dy = np.cos(np.arange(T * C) ** 2.0).reshape(T, C)  # (T, C)


def norm(x, g, b):
    """LayerNorm of each token, and what its backward pass needs."""
    s = np.sqrt(x.var(1, keepdims=True) + 1e-5)
    x_hat = (x - x.mean(1, keepdims=True)) / s
    return g * x_hat + b, (x_hat, s)


def norm_back(dy, g, kept):
    """From dL/dy to the gradients of x, g and b."""
    (x_hat, s), u = kept, dy * g
    dx = u - u.mean(1, keepdims=True) - x_hat * (u * x_hat).mean(1, keepdims=True)
    return dx / s, (dy * x_hat).sum(0), dy.sum(0)


def gelu(z):
    """GPT-2's GELU and its slope."""
    c = (2 / np.pi) ** 0.5
    a, inner = np.tanh(c * (z + 0.044715 * z**3)), c * (1 + 0.134145 * z**2)
    return 0.5 * z * (1 + a), 0.5 * (1 + a) + 0.5 * z * (1 - a**2) * inner


def forward(x, Wqkv, Wo, Wup, Wdown, g1, b1, bqkv, bo, g2, b2, bup, bdown):
    """(T, C) -> (T, C), and everything that the backward pass needs."""
    n1, kept1 = norm(x, g1, b1)
    q, k, v = (n1 @ Wqkv + bqkv).reshape(T, 3, H, D).transpose(1, 2, 0, 3)
    e = np.tril(np.exp(q @ k.swapaxes(1, 2) / D**0.5))  # (H, T, T)
    A = e / e.sum(2, keepdims=True)  # (H, T, T)
    heads = (A @ v).swapaxes(0, 1).reshape(T, C)  # (T, C)
    mid = x + heads @ Wo + bo  # (T, C)
    n2, kept2 = norm(mid, g2, b2)
    a, slope = gelu(n2 @ Wup + bup)  # (T, F)
    kept = n1, kept1, q, k, v, A, heads, n2, kept2, a, slope
    return mid + a @ Wdown + bdown, kept


def backward(dy, kept, Wqkv, Wo, Wup, Wdown, g1, g2, **others):
    """From dL/dy to the gradients of x and of all twelve parameters."""
    n1, kept1, q, k, v, A, heads, n2, kept2, a, slope = kept
    dz = dy @ Wdown.T * slope  # (T, F)
    dmid, dg2, db2 = norm_back(dz @ Wup.T, g2, kept2)
    dmid += dy  # (T, C) the residual path <-
    dheads = (dmid @ Wo.T).reshape(T, H, D).swapaxes(0, 1)  # (H, T, D)
    dA, dv = dheads @ v.swapaxes(1, 2), A.swapaxes(1, 2) @ dheads
    dS = A * (dA - (dA * A).sum(2, keepdims=True)) / D**0.5  # (H, T, T) <-
    dqkv = np.array([dS @ k, dS.swapaxes(1, 2) @ q, dv])  # (3, H, T, D)
    dqkv = dqkv.transpose(2, 0, 1, 3).reshape(T, 3 * C)  # (T, 3 * C)
    dx, dg1, db1 = norm_back(dqkv @ Wqkv.T, g1, kept1)
    grad = {"x": dx + dmid, "g1": dg1, "b1": db1, "g2": dg2, "b2": db2}
    inputs = {"qkv": n1, "o": heads, "up": n2, "down": a}
    sums = {"qkv": dqkv, "o": dmid, "up": dz, "down": dy}
    for name, d in sums.items():
        grad |= {"W" + name: inputs[name].T @ d, "b" + name: d.sum(0)}
    return grad


formula = backward(dy, forward(**given)[1], **given)
t = {n: torch.tensor(v, requires_grad=True) for n, v in given.items()}
n1 = nn.layer_norm(t["x"], (C,), t["g1"], t["b1"])
qkv = (n1 @ t["Wqkv"] + t["bqkv"]).reshape(T, 3, H, D).permute(1, 2, 0, 3)
heads = nn.scaled_dot_product_attention(*qkv, is_causal=True).transpose(0, 1)
mid = t["x"] + heads.reshape(T, C) @ t["Wo"] + t["bo"]
n2 = nn.layer_norm(mid, (C,), t["g2"], t["b2"])
a = nn.gelu(n2 @ t["Wup"] + t["bup"], approximate="tanh")
(mid + a @ t["Wdown"] + t["bdown"]).backward(torch.tensor(dy))
print("gradient   largest  off by at most: measured  autograd")
for name, v in given.items():
    rise = []
    for step in 1e-6 * np.eye(v.size).reshape(v.size, *v.shape):
        up, down = given | {name: v + step}, given | {name: v - step}
        rise.append((dy * (forward(**up)[0] - forward(**down)[0])).sum() / 2e-6)
    others = np.reshape(rise, v.shape), t[name].grad.numpy()
    fd, auto = (abs(formula[name] - other).max() for other in others)
    print(f"dL/d{name:6} {abs(formula[name]).max():7.3f}", end="")
    print(f" {max(fd, 1e-7):25.0e} {max(auto, 1e-12):9.0e}")
