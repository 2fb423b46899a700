"""Cross-attention knows no order: shuffle what was read, and nothing changes."""

import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
T, S, C = 3, 5, 8
w_q, w_k, w_v = (torch.rand(C, C) - 0.5 for _ in range(3))  # (C, C)


def attention(x, read, near):
    """T5's, one head: x (T, C), read (S, C), near: numbers added to the scores."""
    scores = x @ w_q @ (read @ w_k).T + near
    return scores.softmax(-1) @ (read @ w_v)


x, read = torch.rand(T, C), torch.rand(S, C)
near, order = torch.rand(S, S), torch.tensor([3, 0, 4, 1, 2])
before, after = attention(x, read, 0), attention(x, read[order], 0)  # (T, C) <-
print("cross-attention, shuffled: same", torch.allclose(before, after, atol=1e-12))

own, turned = attention(read, read, near), attention(read[order], read[order], near)
print("self-attention, shuffled: same", torch.allclose(own[order], turned))
own, turned = attention(read, read, 0), attention(read[order], read[order], 0)
print("self-attention without its table: same", torch.allclose(own[order], turned))
