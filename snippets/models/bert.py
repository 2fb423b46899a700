"""BERT: each token sees all others, and hidden ones are guessed from both sides."""

import torch
from torch import nn


class Attention(nn.Module):
    """H heads; `map` keeps the last attention weights, for you to look at."""

    def __init__(self, C, H):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(C, C) for _ in range(4))
        self.H = H

    def forward(self, x, see):
        """x (B, T, C), see (B, 1, 1, T) -> (B, T, C)."""
        parts = self.q(x), self.k(x), self.v(x)
        q, k, v = (p.unflatten(-1, (self.H, -1)).transpose(1, 2) for p in parts)
        scores = q @ k.mT / q.shape[-1] ** 0.5  # B, H, T, T
        self.map = scores.masked_fill(~see, torch.finfo(x.dtype).min).softmax(-1)
        return self.o((self.map @ v).transpose(1, 2).flatten(2))


class Block(nn.Module):
    """Attention and a feed-forward part, a norm after each sum: post-norm."""

    def __init__(self, C, H, F):
        super().__init__()
        self.attention = Attention(C, H)
        self.attention_norm = nn.LayerNorm(C, eps=1e-12)
        self.feed = nn.Sequential(nn.Linear(C, F), nn.GELU(), nn.Linear(F, C))
        self.feed_norm = nn.LayerNorm(C, eps=1e-12)

    def forward(self, x, see):
        """(B, T, C) -> (B, T, C)."""
        x = self.attention_norm(x + self.attention(x, see))
        return self.feed_norm(x + self.feed(x))


class BERT(nn.Module):
    """Embeddings, N blocks, a head for hidden tokens and one for sentence pairs."""

    def __init__(self, V, P, C, H, F, N):
        super().__init__()
        self.token, self.position = nn.Embedding(V, C), nn.Embedding(P, C)
        self.segment, self.norm = nn.Embedding(2, C), nn.LayerNorm(C, eps=1e-12)
        self.blocks = nn.ModuleList(Block(C, H, F) for _ in range(N))
        self.head, self.head_norm = nn.Linear(C, C), nn.LayerNorm(C, eps=1e-12)
        self.head_bias = nn.Parameter(torch.zeros(V))
        self.head_pool, self.head_pair = nn.Linear(C, C), nn.Linear(C, 2)

    def states(self, ids, segments=None, real=None):
        """The last block's output: (B, T) -> (B, T, C); real is 0 at padding."""
        segments = 0 * ids if segments is None else segments
        x = self.token(ids) + self.segment(segments)
        x = self.norm(x + self.position.weight[: ids.shape[1]])
        real = torch.ones_like(ids) if real is None else real
        see = real[:, None, None] == 1  # <-
        for block in self.blocks:
            x = block(x, see)
        return x

    def words(self, x):
        """Scores of the token at each place, from what states gives: (B, T, V)."""
        x = nn.functional.gelu(self.head(x))
        return self.head_norm(x) @ self.token.weight.T + self.head_bias

    def follows(self, x):
        """Scores of "the second sentence follows", yes and no: (B, 2)."""
        return self.head_pair(self.head_pool(x[:, 0]).tanh())

    def forward(self, ids, segments=None, real=None):
        """Scores of the token at each place: (B, T) -> (B, T, V)."""
        return self.words(self.states(ids, segments, real))


model = BERT(V=30, P=8, C=12, H=3, F=48, N=2)
ids, real = torch.tensor([[5, 7, 4, 9, 2, 0]]), torch.tensor([[1, 1, 1, 1, 1, 0]])
print("scores", tuple(model(ids, real=real).shape), "each place sees")
print(*(model.blocks[0].attention.map[0, 0] > 0).int().tolist(), sep="\n")
sizes = {name: p.numel() for name, p in model.named_parameters()}
kinds = "norm.bias bias norm attention feed head token position segment"
for kind in kinds.split():
    print(f"{kind:12}{sum(sizes.pop(n) for n in list(sizes) if kind in n):6,}")
