"""Dropout as a module knows if it trains; as a function it has to be told."""

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
x = torch.ones(1000)  # (1000,)


class Block(nn.Module):
    """x of any shape -> x after dropout at rate 0.5, in one of three ways."""

    def __init__(self, way):
        super().__init__()
        self.way, self.drop = way, nn.Dropout(0.5)

    def forward(self, x):
        """What the way makes of x, of the same shape."""
        if self.way == "module":
            return self.drop(x)
        if self.way == "function, rate alone":
            return F.dropout(x, 0.5)  # the mistake: on in evaluation too
        return F.dropout(x, 0.5 * self.training)  # <-


print("asked in evaluation        twice the same  leaves x alone")
for way in ("module", "function, rate alone", "function, rate if training"):
    block = Block(way).eval()
    twice, alone = torch.equal(block(x), block(x)), torch.equal(block(x), x)
    print(f"{way:26} {twice!s:>15} {alone!s:>15}")
kept = Block("module").train()(x)  # (1000,)
print("while training, every number is one of", sorted(set(kept.tolist())))
