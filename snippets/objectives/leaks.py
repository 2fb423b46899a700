"""Who depends on whom after three layers: where the gradient is exactly 0."""

import torch

torch.manual_seed(0)
T, U, C, N = 6, 4, 8, 3
text = torch.rand(T, C, dtype=torch.float64, requires_grad=True)  # (T, C)
past = torch.rand(U, C, dtype=torch.float64, requires_grad=True)  # (U, C)
real = torch.tensor([1, 1, 1, 1, 0, 0]) == 1  # (T,) two places are padding


def attend(x, read, see):
    """x (T, C) reads rows (S, C) where see (T, S) is true: (T, C)."""
    scores = (x @ read.T).masked_fill(~see, -torch.inf)  # <-
    return x + (scores.softmax(-1) @ read).tanh()


def depends(outputs, inputs):
    """1 where an output's gradient with regard to an input is not 0: (T, S)."""
    sums = outputs.sin().sum(-1)
    rows = [torch.autograd.grad(s, inputs, retain_graph=True)[0] for s in sums]
    return (torch.stack(rows) != 0).any(-1).int()


both = real.expand(T, T)  # (T, T)
x, y, z = text, text, past
for layer in range(N):
    x = attend(x, x, both)  # (T, C)
    y = attend(y, y, torch.ones(T, T).tril() == 1)  # (T, C)
for layer in range(N):
    z = attend(z, z, torch.ones(U, U).tril() == 1)  # (U, C)
    z = attend(z, x, real.expand(U, T))  # (U, C)
print("encoder, two places of padding", *depends(x, text).tolist(), sep="\n")
print("decoder alone, causal", *depends(y, text).tolist(), sep="\n")
print("decoder, on the encoder's text", *depends(z, text).tolist(), sep="\n")
print("decoder, on its own past", *depends(z, past).tolist(), sep="\n")
