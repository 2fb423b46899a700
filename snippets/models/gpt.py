"""GPT: every token sees itself and those before it, and the next one is guessed."""

import torch
from torch import nn


class Attention(nn.Module):
    """H heads; `map` keeps the last attention weights, for you to look at."""

    def __init__(self, C, H):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(C, C) for _ in range(4))
        self.H = H

    def forward(self, x, see, cache=None):
        """x (B, T, C), see (B, 1, T, S) -> (B, T, C); cache: earlier k and v."""
        parts = self.q(x), self.k(x), self.v(x)
        q, k, v = (p.unflatten(-1, (self.H, -1)).transpose(1, 2) for p in parts)
        if cache is not None:
            if self in cache:
                k, v = (torch.cat(pair, 2) for pair in zip(cache[self], (k, v)))
            cache[self] = k, v
        scores = q @ k.mT / q.shape[-1] ** 0.5  # B, H, T, S
        self.map = scores.masked_fill(~see, torch.finfo(x.dtype).min).softmax(-1)
        return self.o((self.map @ v).transpose(1, 2).flatten(2))


class Block(nn.Module):
    """Attention and a feed-forward part, a norm before each (GPT-1: after)."""

    def __init__(self, C, H, F, post_norm):
        super().__init__()
        self.attention = Attention(C, H)
        self.attention_norm = nn.LayerNorm(C, eps=1e-5)
        gelu = nn.GELU(approximate="tanh")
        self.feed = nn.Sequential(nn.Linear(C, F), gelu, nn.Linear(F, C))
        self.feed_norm, self.post_norm = nn.LayerNorm(C, eps=1e-5), post_norm

    def forward(self, x, see, cache=None):
        """(B, T, C) -> (B, T, C)."""
        if self.post_norm:
            x = self.attention_norm(x + self.attention(x, see, cache))
            return self.feed_norm(x + self.feed(x))
        x = x + self.attention(self.attention_norm(x), see, cache)
        return x + self.feed(self.feed_norm(x))


class GPT(nn.Module):
    """Embeddings, N blocks, and the token embedding again as the head."""

    def __init__(self, V, P, C, H, F, N, post_norm=False):
        super().__init__()
        self.token, self.position = nn.Embedding(V, C), nn.Embedding(P, C)
        self.blocks = nn.ModuleList(Block(C, H, F, post_norm) for _ in range(N))
        self.norm = nn.Identity() if post_norm else nn.LayerNorm(C, eps=1e-5)

    def forward(self, ids, real=None, cache=None):
        """Scores of the next token: (B, T) -> (B, T, V); real (B, S): 0 at padding.

        With cache, a dict that starts empty, ids follow those of earlier calls.
        """
        past = next(iter(cache.values()))[0].shape[2] if cache else 0
        S = past + ids.shape[1]
        see = torch.ones(S, S).tril()[None, None, past:] == 1  # <-
        see = see if real is None else see & (real[:, None, None] == 1)
        x = self.token(ids) + self.position.weight[past:S]
        for block in self.blocks:
            x = block(x, see, cache)
        return self.norm(x) @ self.token.weight.T


model, cache = GPT(V=30, P=8, C=12, H=3, F=48, N=2), {}
ids = torch.tensor([[5, 7, 4, 9, 2, 3]])
scores = model(ids)
print("scores", tuple(scores.shape), "each place sees")
print(*(model.blocks[0].attention.map[0, 0] > 0).int().tolist(), sep="\n")
steps = torch.cat([model(part, cache=cache) for part in ids.split(2, 1)], 1)
print("in parts, with a cache: equal", torch.allclose(steps, scores, atol=1e-5))
sizes = {name: p.numel() for name, p in model.named_parameters()}
kinds = "norm.bias bias norm attention feed token position"
for kind in kinds.split():
    print(f"{kind:12}{sum(sizes.pop(n) for n in list(sizes) if kind in n):6,}")
