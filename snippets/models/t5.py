"""T5: an encoder reads the whole input, a decoder writes while looking at it."""

import torch
from torch import nn

linear = lambda inputs, outputs: nn.Linear(inputs, outputs, bias=False)
norm = lambda C: nn.RMSNorm(C, eps=1e-6)  # a gain, and no bias


class Attention(nn.Module):
    """H heads of size D; `map` keeps the last attention weights, to look at."""

    def __init__(self, C, H, D):
        super().__init__()
        self.q, self.k, self.v = (linear(C, H * D) for _ in range(3))
        self.o, self.H = linear(H * D, C), H

    def forward(self, x, read, near, see):
        """Queries from x (B, T, C), keys, values from read (B, S, C): (B, T, C)."""
        parts = self.q(x), self.k(read), self.v(read)
        q, k, v = (p.unflatten(-1, (self.H, -1)).transpose(1, 2) for p in parts)
        scores = q @ k.mT + near  # B, H, T, S; not divided by sqrt(D)
        self.map = scores.masked_fill(~see, torch.finfo(x.dtype).min).softmax(-1)
        return self.o((self.map @ v).transpose(1, 2).flatten(2))


class Block(nn.Module):
    """Attention, in a decoder cross-attention, feed-forward part: pre-norm."""

    def __init__(self, C, H, D, F, gated, cross):
        super().__init__()
        self.attention, self.attention_norm = Attention(C, H, D), norm(C)
        self.cross = cross and Attention(C, H, D)
        self.feed_norm, self.cross_norm = norm(C), cross and norm(C)
        self.feed_up, self.feed_down = linear(C, F), linear(F, C)
        self.feed_gate = gated and nn.Sequential(linear(C, F), nn.GELU("tanh"))

    def forward(self, x, near, see, read, seen):
        """(B, T, C) -> (B, T, C)."""
        y = self.attention_norm(x)
        x = x + self.attention(y, y, near, see)
        x = x + self.cross(self.cross_norm(x), read, 0, seen) if self.cross else x
        y = self.feed_norm(x)
        up = self.feed_up(y)
        up = self.feed_gate(y) * up if self.feed_gate else up.relu()
        return x + self.feed_down(up)


class T5(nn.Module):
    """Version 1.0, or 1.1 if gated: encoder, decoder, one embedding, a head."""

    def __init__(self, V, C, H, D, F, N, gated=False):
        super().__init__()
        self.token, self.head = nn.Embedding(V, C), linear(C, V) if gated else None
        self.encoder = nn.ModuleList(Block(C, H, D, F, gated, 0) for _ in range(N))
        self.decoder = nn.ModuleList(Block(C, H, D, F, gated, 1) for _ in range(N))
        self.relative = nn.Parameter(torch.zeros(2, 32, H))
        self.norm = nn.ModuleList([norm(C), norm(C)])

    def stack(self, ids, see_read, read=None):
        """The encoder, or the decoder if it has read: ids (B, T) -> (B, T, C)."""
        x, T, side = self.token(ids), ids.shape[1], int(read is not None)
        ahead = torch.arange(T) - torch.arange(T)[:, None]  # key's place - query's
        far, n = (-ahead.clamp(max=0), 32) if side else (ahead.abs(), 16)
        shared = n / 2 * (1 + torch.log2(far.clamp(min=1) * 2 / n) / (4 - side))
        bucket = torch.where(far < n // 2, far, shared.long().clamp(max=n - 1))
        near = self.relative[side, bucket + (32 - n) * (ahead > 0)].permute(2, 0, 1)
        see = torch.ones(T, T).tril() == 1 if side else see_read  # <-
        for block in self.decoder if side else self.encoder:
            x = block(x, near, see, read, see_read)
        return self.norm[side](x)

    def forward(self, ids, inputs, real=None):
        """Scores of what follows inputs (B, U), given ids (B, T): (B, U, V)."""
        see = (ids >= 0 if real is None else real == 1)[:, None, None]
        x = self.stack(inputs, see, self.stack(ids, see))
        x = x if self.head else x * x.shape[-1] ** -0.5  # a tied head: smaller
        return x @ (self.head or self.token).weight.T


model = T5(V=30, C=12, H=3, D=4, F=48, N=1)
ids, inputs = torch.tensor([[5, 7, 4, 9, 2, 3]]), torch.tensor([[0, 8, 6, 1]])
print("scores", tuple(model(ids, inputs).shape), "each place sees")
for name, part in model.named_modules():
    if hasattr(part, "map"):
        print(name, *(part.map[0, 0] > 0).int().tolist(), sep="\n")
sizes = {name: p.numel() for name, p in model.named_parameters()}
kinds = "norm bias relative cross attention feed head token"
for kind in kinds.split():
    print(f"{kind:12}{sum(sizes.pop(n) for n in list(sizes) if kind in n):6,}")
