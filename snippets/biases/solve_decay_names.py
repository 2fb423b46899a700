"""Choosing biases by name goes wrong both ways; by dimensions it does not."""

from torch import nn


class Attention(nn.Module):
    """A norm with only a gain, a projection, and T5's table of positions."""

    def __init__(self, C=8, H=2):
        """Width C and H heads."""
        super().__init__()
        self.norm = nn.RMSNorm(C)
        self.output = nn.Linear(C, C, bias=True)
        self.relative_attention_bias = nn.Embedding(32, H)


layer = Attention()
print(f"{'name':31} {'shape':8} {'decays by name':15} decays by dimensions")
for name, p in layer.named_parameters():
    by_name = "bias" not in name  # the bug <-
    by_dim = p.dim() >= 2  # the mend <-
    remark = "" if by_name == by_dim else "<- differs"
    row = f"{name:31} {str(tuple(p.shape)):8} {by_name!s:15} {by_dim!s:5}"
    print(f"{row} {remark}".rstrip())
