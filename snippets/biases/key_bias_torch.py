"""The same with autograd: the key bias gets no gradient, the query bias does."""

import torch

torch.set_default_dtype(torch.float64)
T, D = 4, 3
q, k, v = torch.sin(torch.arange(3.0 * T * D)).reshape(3, T, D)
b_q = torch.tensor([0.3, -0.2, 0.5], requires_grad=True)  # (D,)
b_k = torch.tensor([5.0, -3.0, 2.0], requires_grad=True)  # (D,)
target = torch.cos(torch.arange(1.0 * T * D)).reshape(T, D)  # (T, D)


def attention(b_q, b_k):
    """Scores and outputs of one head: (D,), (D,) -> (T, T), (T, D)."""
    scores = (q + b_q) @ (k + b_k).T / D**0.5  # (T, T) <-
    return scores, scores.softmax(1) @ v


scores, out = attention(b_q, b_k)
scores_0, out_0 = attention(b_q, torch.zeros(D))
shift = (scores - scores_0).detach()  # (T, T)
rows, spread = shift.mean(1), shift.amax(1) - shift.amin(1)  # (T,)
change = (out - out_0).abs().max()
print("shift of each row's scores:", " ".join(f"{s:.3f}" for s in rows))
print(f"the same along a row, below 1e-12:    {bool(spread.max() < 1e-12)}")
print(f"change of the output, below 1e-12:    {bool(change < 1e-12)}")

loss = ((out - target) ** 2).sum() / 2
loss.backward()  # <-
print("gradient of the query bias:", " ".join(f"{g:.3f}" for g in b_q.grad))
largest = b_k.grad.abs().max()
print(f"gradient of the key bias, below 1e-12: {bool(largest < 1e-12)}")
