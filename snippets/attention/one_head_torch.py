"""The same head by torch's own function, which returns the output alone."""

import torch
from torch.nn.functional import scaled_dot_product_attention

x = torch.tensor([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0]])  # (3, 3)
Wq = torch.tensor([[1.0, 0.5], [-0.5, 1.0], [0.5, 0.0]])  # (3, 2) makes queries
Wk = torch.tensor([[0.5, -1.0], [1.0, 0.5], [0.5, 0.5]])  # (3, 2) makes keys
Wv = torch.tensor([[1.0, 0.0], [0.0, 2.0], [-1.0, 1.0]])  # (3, 2) makes values
T, D = len(x), Wq.shape[1]

q, k, v = x @ Wq, x @ Wk, x @ Wv  # (T, D)
scores = q @ k.T / D**0.5  # (T, T)
A = scores.softmax(1)  # (T, T) attention weights
out = scaled_dot_product_attention(q[None], k[None], v[None])[0]  # (T, D) <-

for i in range(T):
    print(f"token {i + 1}: scores ", " ".join(f"{s:6.3f}" for s in scores[i]))
    print("         weights", " ".join(f"{a:6.3f}" for a in A[i]))
    print("         output ", " ".join(f"{o:6.3f}" for o in out[i]))
