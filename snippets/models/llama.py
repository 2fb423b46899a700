"""LLaMA: a GPT without biases, its positions turned into queries and keys."""

import torch
from torch import nn

linear = lambda inputs, outputs: nn.Linear(inputs, outputs, bias=False)


def rotate(x, places):
    """Turn pairs of channels (d, d + D / 2) by angles that grow with the place."""
    D = x.shape[-1]
    angles = places[:, None] * 10000 ** (-torch.arange(0, D, 2, dtype=x.dtype) / D)
    cos, sin, (a, b) = angles.cos(), angles.sin(), x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class Attention(nn.Module):
    """H heads of queries; K of keys and values, each for H / K of them."""

    def __init__(self, C, H, K):
        super().__init__()
        self.q, self.k, self.v = (linear(C, n * C // H) for n in (H, K, K))
        self.o, self.D = linear(C, C), C // H

    def forward(self, x, see, cache=None):
        """x (B, T, C), see (B, 1, T, S) -> (B, T, C); cache: earlier k and v."""
        parts = self.q(x), self.k(x), self.v(x)
        q, k, v = (p.unflatten(-1, (-1, self.D)).transpose(1, 2) for p in parts)
        T, S = see.shape[-2:]
        places = torch.arange(S - T, S)
        q, k = rotate(q, places), rotate(k, places)
        if cache is not None:
            if self in cache:
                k, v = (torch.cat(pair, 2) for pair in zip(cache[self], (k, v)))
            cache[self] = k, v
        k, v = (p.repeat_interleave(q.shape[1] // p.shape[1], 1) for p in (k, v))
        scores = q @ k.mT / self.D**0.5  # B, H, T, S
        self.map = scores.masked_fill(~see, torch.finfo(x.dtype).min).softmax(-1)
        return self.o((self.map @ v).transpose(1, 2).flatten(2))


class Block(nn.Module):
    """Attention and a gated feed-forward part, RMSNorm before each: pre-norm."""

    def __init__(self, C, H, K, F, eps):
        super().__init__()
        self.attention, self.attention_norm = Attention(C, H, K), nn.RMSNorm(C, eps)
        self.feed_up, self.feed_down = linear(C, F), linear(F, C)
        self.feed_norm, self.feed_gate = nn.RMSNorm(C, eps), linear(C, F)

    def forward(self, x, see, cache=None):
        """(B, T, C) -> (B, T, C)."""
        x = x + self.attention(self.attention_norm(x), see, cache)
        y = self.feed_norm(x)
        gate = nn.functional.silu(self.feed_gate(y))
        return x + self.feed_down(gate * self.feed_up(y))


class LLaMA(nn.Module):
    """An embedding of tokens, none of positions, N blocks, a head of its own."""

    def __init__(self, V, C, H, K, F, N, eps=1e-5):
        super().__init__()
        self.token, self.head = nn.Embedding(V, C), linear(C, V)
        self.blocks = nn.ModuleList(Block(C, H, K, F, eps) for _ in range(N))
        self.norm = nn.RMSNorm(C, eps)

    def forward(self, ids, real=None, cache=None):
        """Scores of the next token: (B, T) -> (B, T, V); real (B, S): 0 at padding.

        With cache, a dict that starts empty, ids follow those of earlier calls.
        """
        past = next(iter(cache.values()))[0].shape[2] if cache else 0
        S = past + ids.shape[1]
        see = torch.ones(S, S).tril()[None, None, past:] == 1  # <-
        see = see if real is None else see & (real[:, None, None] == 1)
        x = self.token(ids)
        for block in self.blocks:
            x = block(x, see, cache)
        return self.head(self.norm(x))


model = LLaMA(V=30, C=12, H=3, K=1, F=32, N=2)
ids = torch.tensor([[5, 7, 4, 9, 2, 3]])
print("scores", tuple(model(ids).shape), "each place sees")
print(*(model.blocks[0].attention.map[0, 0] > 0).int().tolist(), sep="\n")
sizes = {name: p.numel() for name, p in model.named_parameters()}
kinds = "norm bias attention feed head token"
for kind in kinds.split():
    print(f"{kind:12}{sum(sizes.pop(n) for n in list(sizes) if kind in n):6,}")
