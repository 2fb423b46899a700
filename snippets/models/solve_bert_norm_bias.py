"""The bias of a norm in a post-norm block, moved into the layers behind it."""

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
T, C, F = 5, 6, 24
norm, feed_norm = nn.LayerNorm(C), nn.LayerNorm(C)
up, down = nn.Linear(C, F), nn.Linear(F, C)
for part in (norm, feed_norm, up, down):
    for p in part.parameters():
        nn.init.uniform_(p, -1, 1)


def after_attention(x):
    """The rest of a BERT block: (T, C) -> (T, C)."""
    x = norm(x)
    return feed_norm(x + down(nn.functional.gelu(up(x))))


x = torch.rand(T, C)  # (T, C)
with torch.no_grad():
    before = after_attention(x)  # (T, C)
    bias = norm.bias.clone()  # (C,)
    norm.bias.zero_()
    print("bias dropped:  ", end="")
    print(f"equal {torch.allclose(after_attention(x), before)}")
    up.bias += up.weight @ bias  # what the feed-forward part reads
    print("one way mended:", end=" ")
    print(f"equal {torch.allclose(after_attention(x), before)}")
    down.bias += bias  # what the residual connection carries <-
    worst = (after_attention(x) - before).abs().max()  # ()
    print(f"both mended:    equal to 1e-12: {bool(worst < 1e-12)}")
