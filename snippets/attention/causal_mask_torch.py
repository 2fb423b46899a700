"""The same by torch's attention, once with a mask and once with is_causal."""

import torch
from torch.nn.functional import scaled_dot_product_attention

q = torch.tensor([[[1.0, 0.5], [0.0, 1.0], [1.5, -0.5], [0.5, 0.5]]])  # (1, 4, 2)
k = torch.tensor([[[0.5, 0.5], [1.0, -1.0], [0.0, 1.0], [2.0, 1.0]]])  # (1, 4, 2)
v = torch.tensor([[[1.0, 0.0], [0.0, 1.0], [-1.0, 2.0], [3.0, -1.0]]])  # (1, 4, 2)
B, T, D = q.shape

may_see = torch.ones(T, T).tril() == 1  # (T, T) True means: may see <-
eye = torch.eye(T)[None]  # (1, T, T) averages of its rows are the weights
A = scaled_dot_product_attention(q, k, eye, attn_mask=may_see)[0]  # (T, T)
out = scaled_dot_product_attention(q, k, v, is_causal=True)[0]  # (T, D) <-
for i in range(T):
    print(f"token {i + 1}: weights", " ".join(f"{a:.3f}" for a in A[i]), end="")
    print(", output", " ".join(f"{o:6.3f}" for o in out[i]))

edited = v.clone()  # (B, T, D)
edited[0, 3] = 100.0  # another last token
after = scaled_dot_product_attention(q, k, edited, is_causal=True)[0]  # (T, D)
print("last token edited, outputs the same:", *(after == out).all(1).tolist())
