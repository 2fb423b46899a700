"""The same with torch's fused attention, which hides the attention weights."""

import torch
from torch.nn.functional import scaled_dot_product_attention

torch.set_default_dtype(torch.float64)
T, D = 4, 3
q, k, v = torch.sin(torch.arange(3.0 * T * D)).reshape(3, 1, T, D)
b_v = torch.tensor([0.5, -2.0, 1.0])  # (D,)

out = scaled_dot_product_attention(q, k, v)[0]  # (T, D)
out_b = scaled_dot_product_attention(q, k, v + b_v)[0]  # (T, D) <-
one_hot = torch.eye(T)[None]  # (1, T, T) as values they bring the weights out
A = scaled_dot_product_attention(q, k, one_hot)[0]  # (T, T)

for t in range(T):
    shift = " ".join(f"{s:6.3f}" for s in out_b[t] - out[t])
    print(f"token {t}: attention weights sum to {A[t].sum():.3f}", end=", ")
    print(f"output shifts by {shift}")

A[1, 3] = 0  # an attention row that no longer sums to 1
shift = " ".join(f"{s:6.3f}" for s in (A @ (v[0] + b_v) - A @ v[0])[1])
print(f"token 1 less one weight: sum {A[1].sum():.3f}, output shifts by {shift}")
