"""What a block keeps for its backward pass, counted by torch's own hooks."""

import torch
from torch import nn

C, H, kept = 64, 4, {}  # kept: address in memory -> numbers there
norm1, norm2, down = nn.LayerNorm(C), nn.LayerNorm(C), nn.Linear(4 * C, C)
qkv, out, up = nn.Linear(C, 3 * C), nn.Linear(C, C), nn.Linear(C, 4 * C)
layers = nn.ModuleList([norm1, norm2, qkv, out, up, down])
weights = {W.data_ptr() for W in layers.parameters()}  # stored anyway


def keep(tensor):
    """Called for each tensor that autograd keeps; two may share one place."""
    place = tensor.untyped_storage()
    kept[place.data_ptr()] = place.nbytes() // 4
    return tensor


def block(x, fused):
    """Pre-norm block, attention in one call or in steps: (T, C) -> (T, C)."""
    q, k, v = qkv(norm1(x)).view(1, len(x), 3, H, C // H).permute(2, 0, 3, 1, 4)
    if fused:
        y = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
    else:
        scores = q @ k.mT / (C // H) ** 0.5
        mask = torch.full_like(scores, -torch.inf).triu(1)
        y = (scores + mask).softmax(3) @ v
    x = x + out(y.transpose(1, 2).reshape(-1, C))
    return x + down(nn.functional.gelu(up(norm2(x))))


for T, fused in ((32, False), (128, False), (32, True), (128, True)):
    kept.clear()
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        y = block(torch.ones(T, C, requires_grad=True), fused)  # <-
    sizes = [n // T for place, n in kept.items() if place not in weights]
    print(f"{'fused' if fused else 'steps'}, T = {T}, per token:", *sizes)
    rule = 16 * C + 4 + H * (1 if fused else T)
    print(f"  sum {sum(sizes):,}; by the rule {rule:,}")
