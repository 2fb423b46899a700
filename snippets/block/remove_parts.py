"""Take a part out of a trained model, or train without it: two questions."""

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)  # so that machines hardly differ in rounding
V, T, C, B = 8, 8, 16, 32  # letters, length of a text, channels, batch
torch.manual_seed(99)
table = torch.randint(V, (V, V))  # (V, V) the answer to a letter and the last one
shapes = {"token": (V, C), "position": (T, C), "qkv": (C, 3 * C), "out": (C, C)}
shapes |= {"up": (C, 4 * C), "down": (4 * C, C), "head": (C, V)}


def model(w, ids, without=""):
    """One block, one head, without one part: texts (B, T) -> scores (B, T, V)."""
    norm = (lambda x: x) if without == "norms" else lambda x: F.layer_norm(x, (C,))
    add = (lambda x, y: y) if without == "residuals" else torch.add
    x = w["token"][ids]
    if without != "positions":
        x = x + w["position"]
    if without != "attention":
        q, k, v = (norm(x) @ w["qkv"]).chunk(3, -1)
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = add(x, a @ w["out"])
    if without != "feed-forward":
        x = add(x, F.gelu(norm(x) @ w["up"]) @ w["down"])
    return norm(x) @ w["head"]


def loss(w, B, without=""):
    """Cross-entropy, in nats, on B new texts, from the second letter on."""
    ids = torch.randint(V, (B, T))  # (B, T)
    y = table[ids[:, 1:], ids[:, :-1]]  # (B, T - 1)
    return F.cross_entropy(model(w, ids, without)[:, 1:].mT, y)


def train(without=""):
    """Weights after 500 steps, without one part from the start."""
    torch.manual_seed(0)
    w = {}
    for name, shape in shapes.items():
        w[name] = torch.empty(shape).uniform_(-0.2, 0.2).requires_grad_()
    optimiser = torch.optim.Adam(w.values(), lr=0.01)
    for step in range(500):
        optimiser.zero_grad()
        loss(w, B, without).backward()  # <-
        optimiser.step()
    return w


whole = train()
print("                     loss in nats when the part is")
print("part              removed afterwards  missing from the start")
parts = "nothing attention feed-forward positions norms residuals".split()
results = {}
for part in parts:
    again = whole if part == "nothing" else train(part)
    torch.manual_seed(1)  # the same new texts for all
    with torch.no_grad():
        results[part] = [loss(w, 1000, part).item() for w in (whole, again)]
    print(f"{part:15} {results[part][0]:20.2f} {results[part][1]:23.2f}")

share = F.one_hot(table).double().mean(1)  # (V, V) of the answers
best = torch.special.entr(share).sum(1).mean()
print(f"at best, without the letter before: {best:.2f}, without any: ", end="")
print(f"{torch.special.entr(share.mean(0)).sum():.2f}")
