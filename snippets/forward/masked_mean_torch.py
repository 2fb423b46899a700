"""torch's CrossEntropyLoss() returns one number, and a mask cannot undo it."""

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
z = torch.tensor([[0.0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 3, 0]])  # (3, 4)
y = torch.tensor([1, 2, 2])  # (3,)
z_pad, y_pad = torch.tensor([4.0, 0, 0, 0], requires_grad=True), 0
n_real, V = z.shape


def right(z, y, mask):
    """Mask each position's loss, then divide by the number of real ones."""
    losses = nn.CrossEntropyLoss(reduction="none")(z, y)  # one for each position
    return (losses * mask).sum() / mask.sum()  # <-


def mistaken(z, y, mask):
    """The default takes the mean of all first; the mask comes too late."""
    loss = nn.CrossEntropyLoss()(z, y)  # one number
    return (loss * mask).sum() / mask.sum()


def batch(n_pad):
    """Logits, targets and mask with n_pad padded positions."""
    T = n_real + n_pad
    all_z = torch.cat([z, z_pad.expand(n_pad, V)])  # (T, V)
    all_y = torch.cat([y, torch.full([n_pad], y_pad)])  # (T,)
    return all_z, all_y, (torch.arange(T) < n_real).double()


print("padded  right  mistaken  plain mean")
for n_pad in [0, 1, 3, 9, 27]:
    plain = nn.CrossEntropyLoss()(*batch(n_pad)[:2])
    print(f"{n_pad:6}  {right(*batch(n_pad)):.3f}  ", end="")
    print(f"{mistaken(*batch(n_pad)):8.3f}  {plain:10.3f}")
slope = [torch.autograd.grad(f(*batch(3)), z_pad)[0][1] for f in [right, mistaken]]
print(f"slope by a padded logit: right {slope[0]:.4f}, mistaken {slope[1]:.4f}")
