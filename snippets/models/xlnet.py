"""XLNet: tokens guessed in any order, by a stream that knows their place only."""

import torch
from torch import nn
from torch.nn.functional import pad


class Attention(nn.Module):
    """H heads; a score has three parts: for content, for distance, for segment."""

    def __init__(self, C, H):
        super().__init__()
        linear = (nn.Linear(C, C, bias=False) for _ in range(5))
        self.q, self.k, self.v, self.o, self.r = linear
        self.relative = nn.Parameter(torch.zeros(3, H, 1, C // H))  # added to q
        self.relative_segment, self.H = nn.Parameter(torch.zeros(H, C // H, 2)), H

    def forward(self, x, read, waves, steps, other, see):
        """x (B, M, C), read (B, S, C); steps, other, see (B, M, S) -> (B, M, C)."""
        parts = self.q(x), self.k(read), self.v(read), self.r(waves)
        q, k, v, r = (p.unflatten(-1, (self.H, -1)).transpose(1, 2) for p in parts)
        content, distance, segment = (q + bias for bias in self.relative)
        steps, see = steps[:, None].expand(-1, self.H, -1, -1), see[:, None]
        scores = content @ k.mT + (distance @ r.mT).gather(-1, steps)  # B, H, M, S
        same, differs = (segment @ self.relative_segment).split(1, -1)
        scores = scores + torch.where(other[:, None], differs, same)
        scores = scores / q.shape[-1] ** 0.5
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

    def forward(self, x, *read):
        """(B, M, C) -> (B, M, C)."""
        x = self.attention_norm(x + self.attention(x, *read))
        return self.feed_norm(x + self.feed(x))


class XLNet(nn.Module):
    """An embedding of tokens, none of positions, N blocks, embedding as head."""

    def __init__(self, V, C, H, F, N):
        super().__init__()
        self.token, self.blank = nn.Embedding(V, C), nn.Parameter(torch.zeros(C))
        self.blocks = nn.ModuleList(Block(C, H, F) for _ in range(N))
        self.head_bias = nn.Parameter(torch.zeros(V))

    def forward(self, ids, segments=None, hidden=None, targets=None, memory=None):
        """Scores at targets (B, M), or at all places; hidden (B, T, T): unseen."""
        x, (B, T) = self.token(ids), ids.shape
        S = T + (memory[self.blocks[0]].shape[1] if memory else 0)
        frequency = 1 / 10000 ** (torch.arange(0, x.shape[-1], 2) / x.shape[-1])
        angles = torch.arange(S, -T, -1)[:, None] * frequency
        waves = torch.cat([angles.sin(), angles.cos()], -1)[None].to(x.dtype)
        steps = (torch.arange(S) - torch.arange(T)[:, None] + T).expand(B, T, S)
        segments = 0 * ids if segments is None else segments
        other = segments[..., None] != pad(segments, (S - T, 0))[:, None]
        see = torch.ones(B, T, T) == 1 if hidden is None else hidden == 0
        see = pad(see, (S - T, 0), value=True)  # memory is in view
        at = torch.arange(B)[:, None], targets
        g = None if targets is None else self.blank.expand(*targets.shape, -1)
        for block in self.blocks:
            read = torch.cat([memory[block], x], 1) if S > T else x
            if memory is not None:
                memory[block] = read.detach()
            x = block(x, read, waves, steps, other, see | (steps == S))
            if g is not None:
                g = block(g, read, waves, steps[at], other[at], see[at])  # <-
        return (x if g is None else g) @ self.token.weight.T + self.head_bias


model = XLNet(V=30, C=12, H=3, F=48, N=2)
ids, turn = torch.tensor([[5, 7, 4, 9]]), torch.tensor([[3, 1, 4, 2]])
hidden = turn[:, :, None] <= turn[:, None]  # token 1 is guessed first, then 3, 0, 2
for targets in (None, torch.tensor([[3, 0, 2]])):  # content stream, query stream
    print("scores", tuple(model(ids, None, hidden, targets).shape), "sees")
    print(*(model.blocks[0].attention.map[0, 0] > 0).int().tolist(), sep="\n")
sizes = {name: p.numel() for name, p in model.named_parameters()}
kinds = "norm.bias bias norm relative attention feed token blank"
for kind in kinds.split():
    print(f"{kind:12}{sum(sizes.pop(n) for n in list(sizes) if kind in n):6,}")
