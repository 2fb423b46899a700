"""GPT without its causal mask: a loss near 0 on letters that nobody can guess."""

import math

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
B, T, V, C = 64, 8, 8, 32


def train(mask):
    """Train on random letters: (T, T), True where hidden -> losses at T places."""
    torch.manual_seed(0)
    block = nn.TransformerEncoderLayer(
        C,
        4,
        4 * C,
        dropout=0.0,
        activation="gelu",
        batch_first=True,
        norm_first=True,
    )
    token, position = torch.rand(V, C) - 0.5, torch.rand(T, C) - 0.5
    new = [nn.Parameter(token), nn.Parameter(position)]  # and the head is tied
    optimiser = torch.optim.Adam([*block.parameters(), *new], lr=0.01)
    for step in range(301):
        letters = torch.randint(V, (512 if step == 300 else B, T + 1))
        x, y = letters[:, :-1], letters[:, 1:]  # inputs, and each one's next
        scores = block(new[0][x] + new[1], src_mask=mask) @ new[0].T
        losses = nn.functional.cross_entropy(scores.mT, y, reduction="none")
        optimiser.zero_grad()
        losses.mean().backward()
        optimiser.step()
    return losses.mean(0).tolist()


print(f"guessing one of {V} letters: ln {V} = {math.log(V):.2f}")
hidden = torch.arange(T) > torch.arange(T)[:, None]  # (T, T) later ones <-
for name, mask in ("causal", hidden), ("both sides", hidden & False):
    *early, last = train(mask)
    print(f"{name:11} mean {sum(early + [last]) / T:5.2f}", end="   ")
    print(f"all but the last place {sum(early) / (T - 1):5.2f}, last {last:5.2f}")
