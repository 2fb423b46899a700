"""Where GPT-2's biases stand, and which step comes next: rarely an activation."""

import torch
from torch import fx, nn

C, V = 768, 50257


class GPT(nn.ModuleDict):
    """GPT-2 small with one block and one head, enough to see the order of steps."""

    def forward(self, ids, places):
        """(T,), (T,) -> (T, V)."""
        x = self.token(ids) + self.position(places)
        y = self.norm_1(x)
        scores = self.query(y) @ self.key(y).transpose(-1, -2) / C**0.5
        x = x + self.out(scores.softmax(-1) @ self.value(y))
        x = x + self.down(self.gelu(self.up(self.norm_2(x))))
        return self.head(self.norm(x))


with torch.device("meta"):  # shapes without numbers
    parts = {name: nn.LayerNorm(C) for name in ("norm_1", "norm_2", "norm")}
    parts |= {name: nn.Linear(C, C) for name in ("query", "key", "value", "out")}
    parts |= {"up": nn.Linear(C, 4 * C), "down": nn.Linear(4 * C, C)}
    parts |= {"token": nn.Embedding(V, C), "position": nn.Embedding(1024, C)}
    parts |= {"head": nn.Linear(C, V, bias=False), "gelu": nn.GELU()}
count = {}
for step in fx.symbolic_trace(GPT(parts)).graph.nodes:
    if step.op == "call_module" and step.name != "gelu":
        bias = getattr(parts[step.name], "bias", None)
        count[step.name] = 0 if bias is None else len(bias)
        after = [user.name.rstrip("_0123456789") for user in step.users]  # <-
        print(f"{step.name:8} {count[step.name]:5,} biases, next", *after)
total = sum(count.values())
print(f"just before an activation function: {count['up']:,} of {total:,}")
