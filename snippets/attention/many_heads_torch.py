"""The same numbers from torch's own layer with two heads."""

import torch

torch.set_default_dtype(torch.float64)
T, C, H = 3, 4, 2  # tokens, channels, heads
D = C // H  # size of a head
x = torch.tensor(
    [[1.0, 0.0, 2.0, 1.0], [0.0, 1.0, 1.0, -1.0], [1.0, 1.0, 0.0, 0.0]]
)  # (T, C)
W = torch.sin(torch.arange(4 * C * C, dtype=torch.float64) ** 2)
Wq, Wk, Wv, Wo = W.reshape(4, C, C)

layer = torch.nn.MultiheadAttention(C, H, bias=False)
with torch.no_grad():  # it stores (outputs, inputs), and q, k, v in one matrix
    layer.in_proj_weight[:] = torch.cat([Wq, Wk, Wv], dim=1).T  # <-
    layer.out_proj.weight[:] = Wo.T  # <-
    out, A = layer(x, x, x, average_attn_weights=False)

one_by_one = 0
for h in range(H):  # head h reads columns cut, and rows cut of Wo read head h
    cut = slice(h * D, (h + 1) * D)
    q, k, v = x @ Wq[:, cut], x @ Wk[:, cut], x @ Wv[:, cut]  # (T, D)
    one_by_one = one_by_one + (q @ k.T / D**0.5).softmax(1) @ v @ Wo[cut]

for h in range(H):
    row = " ".join(f"{a:.3f}" for a in A[h, 2])
    print(f"head {h + 1}, weights of token 3: {row}")
for i in range(T):
    print(f"output of token {i + 1}:", " ".join(f"{o:6.3f}" for o in out[i]))
same = bool((out - one_by_one).abs().max() < 1e-12)
print(f"sum over single heads is equal: {same}")
count = sum(W.numel() for W in layer.parameters())
print(f"weights in the four matrices: {count}, with any number of heads")
