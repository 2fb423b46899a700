# ---
# description: A trained encoder learns to tell good reviews from bad in three ways, with all its numbers, its biases only, or LoRA, against a head on the frozen model.
# weights: [minilm, reviews]
# limit: 120
# ---

# %% [markdown]
# # How many numbers must fine-tuning move?
#
# [TIME]
#
# ANSWER
#
# [LAB]
#
# The model is MiniLM, the [encoder](../reference/glossary.md#encoder) that [the first lab](encoder.py) opened. It has
# learned which sentences are alike, and nothing about praise and blame. The task is to tell the two apart, with 128
# sentences to learn from. [Fine-tuning](../reference/glossary.md#fine-tuning) may move every number, only the
# [biases](../reference/glossary.md#bias) ([BitFit](../reference/glossary.md#bitfit)), or two thin matrices beside
# frozen ones ([LoRA](../reference/glossary.md#lora)).

# %%
# --8<-- "docs/labs/weights/minilm.py"

# %%
# --8<-- "models/bert.py"

# %%
# --8<-- "models/load_bert.py"

# %%
# --8<-- "docs/labs/weights/reviews.py"

# %% [markdown]
# ## The task
#
# The sentences are from reviews of things, films and restaurants, each labelled good or bad by people. To be quick, this lab keeps
# the short ones. They are split once: sentences to learn from, to choose settings with (validation), and to test with.

# %%
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file(tokenizer_file)
tokenizer.no_padding()
tokenizer.no_truncation()
rows = [(tokenizer.encode(t).ids, y, t) for t, y in zip(texts, labels)]
rows = [row for row in rows if len(row[0]) <= 12]  # with [CLS] and [SEP]
torch.manual_seed(0)
rows = [rows[i] for i in torch.randperm(len(rows))]
by_length = lambda part: sorted(part, key=lambda row: len(row[0]))
test, validation = by_length(rows[:400]), by_length(rows[400:600])
pool = rows[600:]
for _, y, text in pool[:6]:
    print("good" if y else "bad ", text)
share = sum(y for _, y, _ in test) / len(test)
chance = (share * (1 - share) / len(test)) ** 0.5
print(f"{len(pool)} to learn from, {len(test)} to test, {share:.1%} good")
print(f"at 90% right, the choice of the test sentences alone makes ±{(0.9 * 0.1 / len(test)) ** 0.5:.1%}")

# %% [markdown]
# ## Four ways to learn it
#
# The mean of the [tokens](../reference/glossary.md#token)' last states goes into a new head: 384 weights and a bias,
# and the sign of what comes out is the answer. Every way trains this head. What else may move is the question.
#
# LoRA here stands beside the [queries and values](../reference/glossary.md#query-key-value), with rank 4:
# $\act{y} = \weight{W}\act{x} + \bias{b} + 2\,\weight{B}\weight{A}\act{x}$ ([how it works](../learn/numbers/fewer-numbers.md)).

# %%
C, N = 384, 6


class LoRA(nn.Module):
    """A frozen linear layer, and beside it a change of low rank."""

    def __init__(self, frozen, rank=4, scale=2.0):
        super().__init__()
        self.frozen, self.scale = frozen, scale
        self.A = nn.Parameter(torch.randn(rank, C) / C**0.5)
        self.B = nn.Parameter(torch.zeros(C, rank))  # so the start is W

    def forward(self, x):
        """(B, T, C) -> (B, T, C)."""
        return self.frozen(x) + self.scale * (x @ self.A.T @ self.B.T)


def build(way):
    """MiniLM, and the parameters of it that this way moves."""
    bert = BERT(V=30522, P=512, C=C, H=12, F=1536, N=N)
    missing, left = bert.load_state_dict(convert(state), strict=False)
    assert not left and all(name.startswith("head") for name in missing)
    for name, p in bert.named_parameters():
        free = way == "all" or way == "biases" and name.endswith("bias")
        p.requires_grad_(free and not name.startswith("head"))  # other heads
    for block in bert.blocks if way == "LoRA" else ():
        block.attention.q = LoRA(block.attention.q)
        block.attention.v = LoRA(block.attention.v)
    return bert, [p for p in bert.parameters() if p.requires_grad]


counts = {}
for way in ("frozen", "biases", "LoRA", "all"):
    counts[way] = sum(p.numel() for p in build(way)[1])
    print(f"{way:7}{counts[way]:11,}, {counts[way] / 22_565_376:8.3%}, and 385 of the head")
assert counts == {"frozen": 0, "biases": 25_728, "LoRA": 36_864, "all": 22_565_376}

# %% [markdown]
# ??? question "Predict first"
#
#     Half of the test sentences are good, so guessing gets half right. How many will a head on the frozen model get
#     right? How much will moving 22 million numbers add, and how much of that will a thousandth of them add?

# %%
def pooled(bert, part):
    """Mean of the real tokens' states: rows -> (B, C), and the labels (B,)."""
    T = max(len(ids) for ids, _, _ in part)
    ids = torch.tensor([i + [0] * (T - len(i)) for i, _, _ in part])
    real = torch.tensor([[1] * len(i) + [0] * (T - len(i)) for i, _, _ in part])
    x = bert.states(ids, real=real) * real[:, :, None]
    y = torch.tensor([float(y) for _, y, _ in part])
    return x.sum(1) / real.sum(1, keepdim=True), y


@torch.no_grad()
def right(bert, head, part):
    """Which sentences it gets right: (len(part),)."""
    found = []
    for i in range(0, len(part), 50):
        x, y = pooled(bert, part[i : i + 50])
        found.append((head(x)[:, 0] > 0) == (y > 0))
    return torch.cat(found)


loss = lambda head, x, y: nn.functional.binary_cross_entropy_with_logits(
    head(x)[:, 0], y
)

# %% [markdown]
# The baseline gets its due: its features never change, so they are computed once, and the head trains to the end,
# with a penalty on its weights. The others see their sentences three times, in [batches](../reference/glossary.md#batch)
# of 32, with a [learning rate](../reference/glossary.md#learning-rate) that falls to zero.

# %%
RATE = {"biases": 3e-3, "LoRA": 1e-2, "all": 1e-4}
DECAY = 0.03


def fit(way, seed, epochs=3, count=128):
    """One training run; the seed draws the sentences, the head, the order."""
    torch.manual_seed(seed)
    part = [pool[i] for i in torch.randperm(len(pool))[:count]]
    head = nn.Linear(C, 1)
    orders = [torch.randperm(count).split(32) for _ in range(epochs)]
    bert, moved = build(way)
    if way == "frozen":
        with torch.no_grad():
            x, y = pooled(bert, part)
        adam = torch.optim.Adam(head.parameters(), 0.01, weight_decay=DECAY)
        for step in range(300):
            L = loss(head, x, y)
            adam.zero_grad()
            L.backward()
            adam.step()
        return bert, head
    groups = [
        {"params": moved, "lr": RATE[way]},
        {"params": head.parameters(), "lr": 0.01},
    ]
    adam = torch.optim.Adam(groups)
    batches = [batch for order in orders for batch in order]
    falling = torch.optim.lr_scheduler.LinearLR(adam, 1, 0, len(batches))
    for batch in batches:
        L = loss(head, *pooled(bert, [part[i] for i in batch]))
        adam.zero_grad()
        L.backward()
        adam.step()
        falling.step()
    return bert, head

# %% tags=["varies"]
import time

SEEDS = range(5)
hits, models, seconds = {}, {}, {}
for way in counts:
    start, runs = time.perf_counter(), []
    for seed in SEEDS:
        models[way] = fit(way, seed)
        runs.append(models[way])
    seconds[way] = (time.perf_counter() - start) / len(SEEDS)
    hits[way] = torch.stack([right(*run, test) for run in runs]).float()
mean_of = lambda a: (a.mean().item(), a.std().item() / len(a) ** 0.5)
print("moved      numbers  right, mean ± standard error  seconds a run")
for way, hit in hits.items():
    m, e = mean_of(hit.mean(1))
    print(f"{way:7}{counts[way]:11,}{m:17.1%} ± {e:.1%}{seconds[way]:18.1f}")

# %% tags=["varies"]
pairs = (
    ("biases", "frozen"), ("LoRA", "frozen"), ("all", "frozen"),
    ("all", "biases"), ("all", "LoRA"), ("LoRA", "biases"),
)  # fmt: skip
gap = {}
print("paired difference   mean ± standard error, seed by seed")
for one, other in pairs:
    d = hits[one].mean(1) - hits[other].mean(1)
    gap[one, other] = mean_of(d)
    m, e = gap[one, other]
    print(f"{one:6} - {other:7}{m:+10.1%} ± {e:.1%}  ", *(f"{v:+6.1%}" for v in d))

# %%
#| fig-alt: x
#| fig-cap: y
import matplotlib.pyplot as plt

figure, plot = plt.subplots(figsize=(6, 3.2))
for seed, mark in zip(SEEDS, "osv^D"):
    shares = [100 * hits[way][seed].mean() for way in hits]
    plot.plot(range(4), shares, f"C2{mark}:", label=f"seed {seed}")
plot.set_xticks(range(4), hits)
plot.set(xlabel="what may move", ylabel="right, per cent")
plot.legend()
figure.tight_layout()
plt.show()

# %% tags=["varies"]
before = build("frozen")[0].state_dict()
bert = models["all"][0]
after = bert.state_dict()
used = [n for n in before if not n.startswith("head")]
moved = {n: (after[n] != before[n]).sum().item() for n in used}
total = sum(before[n].numel() for n in used)
print(f"all: {sum(moved.values()):,} of {total:,} numbers differ")
rows_moved = (after["token.weight"] != before["token.weight"]).any(1).sum()
print(f"rows of the token table that moved: {rows_moved:,} of {len(before['token.weight']):,}")
for name in used:
    if name.startswith("blocks.5"): print(name, moved[name]/before[name].numel(), ((after[name]-before[name]).norm()/before[name].norm()).item())
tuned = models["biases"][0].state_dict()
for kind in ("attention.q","attention.k","attention.v","attention.o","feed.0","feed.2","attention_norm","feed_norm"):
    d=torch.cat([tuned[n]-before[n] for n in used if kind in n and n.endswith("bias")])
    print(kind, d.abs().mean().item(), d.abs().max().item())
for n in range(N):
  for k in "qv":
    l=getattr(models["LoRA"][0].blocks[n].attention,k)
    D=l.scale*l.B@l.A
    W=before[f"blocks.{n}.attention.{k}.weight"]
    F=after[f"blocks.{n}.attention.{k}.weight"]-W
    s=torch.linalg.svdvals(F)**2; t=torch.linalg.svdvals(D.detach())**2
    print(n,k,"lora",(D.norm()/W.norm()).item(),(torch.linalg.matrix_norm(D,2)/torch.linalg.matrix_norm(W,2)).item(),"all",(F.norm()/W.norm()).item(), "top4 share",(s[:4].sum()/s.sum()).item(),(s[:32].sum()/s.sum()).item(), "cos",((D*F).sum()/D.norm()/F.norm()).item())
for w in models:
    print(w, [ (t) for (i,y,t),h in zip(test,hits[w].mean(0)) if h==0][:6])
