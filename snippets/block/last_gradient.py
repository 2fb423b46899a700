"""The gradient at the last block, at the start of training, in both orders."""

import numpy as np
import torch
from torch.nn.functional import layer_norm

T, C, N = 64, 32, 48  # tokens, channels, blocks at most
random = np.random.RandomState(0)
draw = lambda *shape: torch.from_numpy(random.randn(*shape))
start, target = draw(T, C), draw(T, C)  # (T, C)
W_up = draw(N, C, 4 * C) * (2 / C) ** 0.5  # (N, C, 4 * C) He's starting values
W_down = draw(N, 4 * C, C) / (4 * C) ** 0.5  # (N, 4 * C, C)
norm = lambda x: layer_norm(x, (C,))


def gradients(order, N):
    """Sizes of the loss's gradient for W_down, first and last of N blocks."""
    W = W_down[:N].clone().requires_grad_()  # (N, 4 * C, C)
    x = norm(start)  # (T, C)
    for n in range(N):
        part = lambda x, n=n: torch.relu(x @ W_up[n]) @ W[n]
        x = x + part(norm(x)) if order == "pre" else norm(x + part(x))  # <-
    p = norm(x) if order == "pre" else x  # (T, C) pre-norm ends with a norm
    ((p - target) ** 2).sum(1).mean().backward()
    return W.grad[0].norm().item(), W.grad[-1].norm().item()


print("           first block       last block")
print("blocks     pre    post      pre    post")
results = {}
for depth in (3, 6, 12, 24, 48):
    results[depth] = [gradients(order, depth) for order in ("pre", "post")]
    (first_pre, last_pre), (first_post, last_post) = results[depth]
    print(f"{depth:6} {first_pre:7.1f} {first_post:7.1f}", end="")
    print(f" {last_pre:8.1f} {last_post:7.1f}")
