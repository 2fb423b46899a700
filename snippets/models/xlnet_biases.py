"""XLNet's vectors added to queries are no key biases: without one, weights move."""

import torch

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
T, D = 5, 8
q, k, b = torch.rand(T, D) - 0.5, torch.rand(T, D) - 0.5, torch.rand(D)  # a head's
r, kinds = torch.rand(2 * T, D) - 0.5, torch.rand(2, D) - 0.5  # distances; segments
u_content, u_distance, u_segment = torch.rand(3, D)
steps = torch.arange(T) - torch.arange(T)[:, None] + T  # (T, T) from 0 up
part = torch.tensor([0, 0, 0, 1, 1])  # (T,) two segments
other = part[:, None] != part  # (T, T)


def weights(content=u_content, distance=u_distance, segment=u_segment, key=0 * b):
    """Attention weights: three parts of a score, each with a vector of its own."""
    scores = (q + content) @ (k + key).T  # (T, T)
    scores = scores + ((q + distance) @ r.T).gather(1, steps)  # (T, T) <-
    same, differs = ((q + segment) @ kinds.T).split(1, 1)
    scores = scores + torch.where(other, differs, same)  # (T, T)
    return (scores / D**0.5).softmax(1)


def moved(**changed):
    """The largest change of a weight when something else is put in."""
    return (weights(**changed) - weights()).abs().max().item()


for name in ("content", "distance", "segment"):
    print(f"without the vector for {name:9} {moved(**{name: 0 * b}):.3f}")
print(f"with a bias on the keys        {moved(key=b):.3f}")
shift = (q + u_content) @ b  # (T,) what a key bias adds: one number for a whole row
print("it adds to each row", *(f"{s:.2f}" for s in shift))
