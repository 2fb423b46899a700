"""If every target is ignored, the mean is 0 / 0; divide by at least 1."""

import torch
from torch.nn.functional import cross_entropy

z = torch.tensor([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0]])  # (2, 3)
real, none = torch.tensor([1, -100]), torch.tensor([-100, -100])  # (2,)


def safe(z, y):
    """Mean loss over the targets that are not -100, and 0 if there are none."""
    total = cross_entropy(z, y, ignore_index=-100, reduction="sum")
    return total / max(int((y != -100).sum()), 1)  # <-


for name, y in [("one real target", real), ("no real target", none)]:
    print(
        f"{name}: torch's mean {cross_entropy(z, y):.4f}, ", end=""
    )  # 0 / 0 is nan
    print(f"safe {safe(z, y):.4f}")
losses = torch.stack([cross_entropy(z, y) for y in [real, none]])
print(f"mean of both batches: {losses.mean():.4f}")
