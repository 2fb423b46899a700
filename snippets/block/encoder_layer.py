"""A transformer block from parts, equal to PyTorch's own with the same weights."""

import math

import torch

torch.set_default_dtype(torch.float64)


def linear(x, w, name):
    """Weights and bias of one layer, stored as (outputs, inputs)."""
    return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]


def norm(x, w, name, eps=1e-5):
    """LayerNorm: each token's vector to mean 0 and variance 1, gain, bias."""
    mean = x.mean(-1, keepdim=True)
    var = ((x - mean) ** 2).mean(-1, keepdim=True)
    return (x - mean) / (var + eps) ** 0.5 * w[f"{name}.weight"] + w[f"{name}.bias"]


def attention(x, w, H, mask=None):
    """H heads of self-attention: (B, T, C) -> (B, T, C)."""
    B, T, C = x.shape
    qkv = x @ w["self_attn.in_proj_weight"].T + w["self_attn.in_proj_bias"]
    q, k, v = qkv.reshape(B, T, 3, H, C // H).permute(2, 0, 3, 1, 4)
    scores = q @ k.transpose(-1, -2) / math.sqrt(C // H)  # (B, H, T, T)
    if mask is not None:  # True where a token may see
        scores = scores.masked_fill(~mask, -torch.inf)  # (B, H, T, T)
    e = torch.exp(scores - scores.amax(-1, keepdim=True))  # (B, H, T, T)
    heads = e / e.sum(-1, keepdim=True) @ v  # (B, H, T, C // H)
    joined = heads.transpose(1, 2).reshape(B, T, C)  # (B, T, C)
    return linear(joined, w, "self_attn.out_proj")


def gelu(z):
    """z times the probability that a normal number is smaller: exact form."""
    return z * (1 + torch.erf(z / math.sqrt(2))) / 2


def feed_forward(x, w):
    """Up to F channels, GELU, and down again: (B, T, C) -> (B, T, C)."""
    return linear(gelu(linear(x, w, "linear1")), w, "linear2")


def block(x, w, H, norm_first, mask=None):
    """Attention and feed-forward part, each added to the stream: (B, T, C)."""
    if norm_first:  # pre-norm, as in GPT-2
        x = x + attention(norm(x, w, "norm1"), w, H, mask)  # <-
        return x + feed_forward(norm(x, w, "norm2"), w)
    x = norm(x + attention(x, w, H, mask), w, "norm1")  # post-norm, as in BERT <-
    return norm(x + feed_forward(x, w), w, "norm2")


B, T, C, H = 2, 5, 12, 3  # batch, tokens, channels, heads
torch.manual_seed(0)
x = torch.rand(B, T, C) - 0.5  # (B, T, C)
causal = torch.ones(T, T).tril() == 1  # (T, T)

for norm_first in (True, False):
    options = {"dropout": 0, "activation": "gelu", "batch_first": True}
    options["norm_first"] = norm_first
    theirs = torch.nn.TransformerEncoderLayer(C, H, 4 * C, **options)
    w = {name: torch.rand_like(p) - 0.5 for name, p in theirs.state_dict().items()}
    theirs.load_state_dict(w)
    print("pre-norm" if norm_first else "post-norm")
    for name, mask in (("no mask", None), ("causal mask", causal)):
        ours = block(x, w, H, norm_first, mask)  # (B, T, C)
        want = theirs(x, src_mask=None if mask is None else ~mask)  # (B, T, C)
        difference = (ours - want).abs().max().item()
        print(f"  {name}: equal to 1e-12: {difference < 1e-12}")

print("\nparameters")
for name, p in w.items():
    print(f"  {name:25} {str(tuple(p.shape)):9} {p.numel():5}")
total = sum(p.numel() for p in w.values())
print(f"  in all {total} = 12 * C**2 + 13 * C = {12 * C**2 + 13 * C}")
