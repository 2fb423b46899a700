"""XLNet's two streams: one knows each token, the other must guess it unseen."""

import torch

torch.manual_seed(0)
T, C, N = 5, 8, 3
order = torch.tensor([3, 0, 4, 1, 2])
turn = order.argsort()  # (T,) when each place has its turn
tokens = torch.rand(T, C, dtype=torch.float64, requires_grad=True)  # (T, C)
places = torch.rand(T, C, dtype=torch.float64)  # (T, C)


def attend(x, read, see):
    """x (T, C) reads rows (S, C) where see (T, S) is true: (T, C)."""
    scores = (x @ read.T).masked_fill(~see, torch.finfo(x.dtype).min)
    return x + (scores.softmax(-1) @ read).tanh()


def depends(outputs):
    """1 where a place's gradient with regard to a token is not 0: (T, T)."""
    sums = outputs.sin().sum(-1)
    rows = [torch.autograd.grad(s, tokens, retain_graph=True)[0] for s in sums]
    return (torch.stack(rows) != 0).any(-1).int()


earlier = turn[:, None] > turn  # (T, T)
itself = torch.eye(T) == 1  # (T, T)
content, query = tokens + places, places  # (T, C)
for layer in range(N):
    query = attend(query, content, earlier)  # (T, C) <-
    content = attend(content, content, earlier | itself)  # (T, C)
print("order of the places", order.tolist())
print("content", *depends(content).tolist(), sep="\n")
print("query", *depends(query).tolist(), sep="\n")
