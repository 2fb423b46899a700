"""A token that may see nothing: softmax gives nan, and each remedy differs."""

import torch
from torch.nn.functional import scaled_dot_product_attention

scores = torch.tensor([[0.0, 0.0, 0.0], [1.0, 0.0, 2.0], [0.5, 1.5, 0.0]])  # (3, 3)
v = torch.tensor([[1.0], [2.0], [6.0]])  # (3, 1)
T = len(scores)
may_see = torch.ones(T, T).tril(-1) == 1  # (T, T) one too few: token 1 sees nothing


def show(name, A):
    """Print the first row of weights, and its output; nan spreads to the output."""
    row = " ".join(f"{a:.3f}" for a in A[0])
    print(f"{name}: weights {row}, output {(A @ v)[0, 0]:.3f}")


infinite = scores.masked_fill(~may_see, float("-inf"))  # (T, T) <-
large = scores.masked_fill(~may_see, -1e9)  # (T, T)
show("-inf        ", infinite.softmax(1))
show("-1e9        ", large.softmax(1))
q, k = torch.eye(T)[None], scores.T[None]  # (1, T, T) q @ k.T is scores
A = scaled_dot_product_attention(q, k, q, attn_mask=may_see, scale=1.0)[0]  # (T, T)
show("torch's sdpa", A)
print(f"by hand: -inf - (-inf) = {float('-inf') - float('-inf')}")
same = bool((A[1:] - infinite.softmax(1)[1:]).abs().max() < 1e-6)
print(f"the other rows agree: {same}")
