"""A complete GPT, trained on the Zen of Python, which every Python carries."""

import contextlib
import io

import torch
from torch import nn
from torch.nn import functional as F

with contextlib.redirect_stdout(io.StringIO()):  # this module prints itself
    import this

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)  # so that machines hardly differ in rounding
text = "".join(this.d.get(letter, letter) for letter in this.s)
letters = sorted(set(text))
train, validation = torch.tensor([letters.index(letter) for letter in text]).split(
    700
)
V, T, C, H, N = len(letters), 32, 48, 4, 2


class GPT(nn.Module):
    """Embeddings, N blocks of attention and feed-forward parts, and a tied head."""

    def __init__(self):
        super().__init__()
        layers = lambda *sizes: nn.ModuleList(nn.Linear(*sizes) for _ in range(N))
        self.token, self.position = nn.Embedding(V, C), nn.Embedding(T, C)
        self.qkv, self.out = layers(C, 3 * C), layers(C, C)
        self.up, self.down = layers(C, 4 * C), layers(4 * C, C)
        self.norms = nn.ModuleList(nn.LayerNorm(C) for _ in range(2 * N + 1))
        for name, p in self.named_parameters():
            if p.dim() == 2:
                nn.init.uniform_(p, -0.035, 0.035)  # standard deviation 0.02
            elif "bias" in name:
                nn.init.zeros_(p)

    def forward(self, ids):
        """Scores of the next token at every position: (B, T) -> (B, T, V)."""
        x = self.token(ids) + self.position.weight[: ids.shape[1]]
        for n in range(N):
            qkv = self.qkv[n](self.norms[2 * n](x)).unflatten(-1, (3, H, C // H))
            q, k, v = qkv.permute(2, 0, 3, 1, 4)  # each (B, H, T, D)
            a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + self.out[n](a.transpose(1, 2).flatten(2))
            x = x + self.down[n](F.gelu(self.up[n](self.norms[2 * n + 1](x))))
        return self.norms[-1](x) @ self.token.weight.T

    def loss(self, windows):
        """Mean cross-entropy in nats over every next token; windows: (B, T + 1)."""
        return F.cross_entropy(self(windows[:, :-1]).mT, windows[:, 1:])


@torch.no_grad()
def report(step):
    """Print both losses and a continuation, always with the likeliest letter."""
    losses = [model.loss(part.unfold(0, T + 1, 1)) for part in (train, validation)]
    ids = torch.tensor([[letters.index(letter) for letter in "Beautiful"]])
    while ids.shape[1] < T:
        ids = torch.cat([ids, model(ids)[:, -1:].argmax(-1)], 1)
    written = "".join(letters[i] for i in ids[0])
    print(f"{step:4} {losses[0]:9.2f} {losses[1]:11.2f}  {written!r}")


model = GPT()
start = [p.detach().clone() for p in model.parameters()]
optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.1)
print(f"{len(text)} letters, V = {V}, {sum(map(torch.numel, start)):,} parameters")
print("step  training  validation  writes")
for step in range(401):
    if step in (0, 25, 50, 100, 200, 400):
        report(step)
    places = torch.randint(len(train) - T, (16, 1)) + torch.arange(T + 1)
    optimiser.zero_grad()
    model.loss(train[places]).backward()  # <-
    optimiser.step()

print("\nroot mean square    start  change")
kinds = {}
for (name, p), old in zip(model.named_parameters(), start):
    kind = "biases" if name.endswith("bias") else name.split(".")[0]
    pair = torch.stack([old, p.detach() - old]).flatten(1)
    kinds.setdefault(kind, []).append(pair)
for kind, parts in kinds.items():
    before, change = torch.cat(parts, 1).square().mean(1).sqrt()
    print(f"{kind:18} {before:6.3f}  {change:6.3f}")
