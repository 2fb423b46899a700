# ---
# description: The biases of a trained encoder set to zero kind by kind, with what that does to its embeddings and to sixty questions.
# weights: [minilm]
# limit: 60
# ---

# %% [markdown]
# # What do the biases of a real model do?
#
# [TIME]
#
# They are one number in nine hundred, and without them this model finds almost no answer any more. Which of them
# matter differs by kind: those of the keys do nothing at all.
#
# [LAB]
#
# The model is MiniLM again, the [encoder](../reference/glossary.md#encoder) that [the first lab](encoder.py) opened.
# This lab sets its [biases](../reference/glossary.md#bias) to zero, one kind at a time, and asks it sixty questions.

# %%
# --8<-- "docs/labs/weights/minilm.py"

# %%
# --8<-- "models/bert.py"

# %%
# --8<-- "models/load_bert.py"

# %%
# --8<-- "docs/labs/data/retrieval.py"

# %% [markdown]
# ## A task that can fail
#
# A change of the [embeddings](../reference/glossary.md#embedding) by itself says little: does it hurt? So there is a
# task. Each question was written together with one sentence that answers it, and with others that share its words. The
# model embeds questions and sentences apart, and ranks the sentences by their
# cosine with the question.

# %%
import contextlib

from tokenizers import Tokenizer

bert = BERT(V=30522, P=512, C=384, H=12, F=1536, N=6)
missing, left = bert.load_state_dict(convert(state), strict=False)
assert not left and all(name.startswith("head") for name in missing)
tokenizer = Tokenizer.from_file(tokenizer_file)
tokenizer.enable_padding()
tokenizer.no_truncation()


@torch.no_grad()
def embed(texts):
    """Mean of the real tokens' states, of length 1: (B, C)."""
    rows = tokenizer.encode_batch(list(texts))
    ids = torch.tensor([row.ids for row in rows])
    real = torch.tensor([row.attention_mask for row in rows])
    x = bert.states(ids, real=real) * real[:, :, None]
    return nn.functional.normalize(x.sum(1), dim=1)  # the count cancels


def ranks():
    """The rank of each question's own sentence (1 is best), and the embeddings."""
    q, d = embed(queries), embed(documents)
    scores = q @ d.T
    return (scores > scores.diagonal()[:, None]).sum(1) + 1, d


first, kept = ranks()
print(f"found at once: {(first == 1).sum()} of {len(queries)}")
print(f"mean of 1 / rank: {(1 / first).mean():.2f}")
print(f"chance would find {len(queries) / len(documents):.1f} of {len(queries)}")
assert 0.5 < (first == 1).float().mean() < 0.75

# %% [markdown]
# The task is neither too easy nor hopeless, so it can show harm and gain.
#
# ## Zero them, kind by kind
#
# ??? question "Predict first"
#
#     There are six biases in each [layer](../reference/glossary.md#layer)'s matrices, those of
#     [query, key and value](../reference/glossary.md#query-key-value), of the output, and of the two matrices of the
#     [feed-forward part](../reference/glossary.md#feed-forward-network), and two in its
#     [layer norms](../reference/glossary.md#layer-normalisation). Which will the questions miss most? Which least? If
#     all of them go, does any question still find its answer?

# %%
KINDS = {
    "key": ("attention.k",), "value": ("attention.v",), "query": ("attention.q",),
    "output": ("attention.o",), "down": ("feed.2",), "up": ("feed.0",),
    "norms": ("norm",),
    "all linear": ("attention.q", "attention.k", "attention.v", "attention.o", "feed.0", "feed.2"),
    "all": ("",),
}  # fmt: skip
biases = {
    n: p
    for n, p in bert.named_parameters()
    if n.endswith("bias") and "head" not in n
}


@contextlib.contextmanager
def zeroed(parts):
    """Set every bias whose name contains one of the parts to zero, for a while."""
    chosen = [p for n, p in biases.items() if any(part in n for part in parts)]
    before = [p.detach().clone() for p in chosen]
    with torch.no_grad():
        for p in chosen:
            p.zero_()
        yield sum(p.numel() for p in chosen)
        for p, old in zip(chosen, before):
            p.copy_(old)


table = {}
print("biases at zero   numbers  cosine  found  1/rank")
print(
    f"{'none':15}{0:9,}  {1:6.3f}  {(first == 1).sum():5}  {(1 / first).mean():6.2f}"
)
for kind, parts in KINDS.items():
    with zeroed(parts) as count:
        rank, d = ranks()
    cosine = (d * kept).sum(1).mean().item()
    table[kind] = cosine, rank
    print(
        f"{kind:15}{count:9,}  {cosine:6.3f}  {(rank == 1).sum():5}  {(1 / rank).mean():6.2f}"
    )
again, _ = ranks()
assert (again == first).all()  # everything is back in its place
cosines = {kind: row[0] for kind, row in table.items()}
assert cosines["key"] > 0.999999 and (table["key"][1] == first).all()
assert cosines["all"] < 0.35 and (table["all"][1] == 1).sum() < 15
assert cosines["query"] < cosines["output"] < cosines["key"]
assert cosines["all"] < min(cosines["norms"], cosines["all linear"]) < 0.8

# %%
#| fig-alt: Bars of the cosine by kind of bias at zero. Keys stand at one, single kinds between nine tenths and one, norms and all linear ones near seven tenths, all together far below.
#| fig-cap: How much of the sentences' embeddings is left when biases are zero: mean cosine with what they were.
import matplotlib.pyplot as plt

figure, plot = plt.subplots(figsize=(6, 3))
plot.barh(list(cosines), list(cosines.values()), color="C1")
plot.invert_yaxis()
plot.set(xlabel="mean cosine with the embedding of the whole model", xlim=(0, 1))
figure.tight_layout()
plt.show()

# %% [markdown]
# **What to notice.** Without the keys' biases every rank is as it was. Any other kind alone turns the embeddings a
# little and costs a few answers or none. The norms' biases alone, and all linear ones together, cost much more. With all at
# zero the embeddings point elsewhere and few questions find their sentence, many fewer than what the two halves cost would
# make one expect: what each half spoils, the other cannot mend.
#
# The table has fewer numbers than the model has biases: 384 belong to a layer behind `[CLS]` that the mean of all
# [tokens](../reference/glossary.md#token) never uses.
#
# ## Is it that they are biases?
#
# Perhaps setting any numbers of this count to zero would do the same. A control: as many
# [weights](../reference/glossary.md#weight) as there are biases, chosen at random from all matrices of the layers.

# %%
torch.manual_seed(0)
matrices = [p for n, p in bert.named_parameters() if "blocks" in n and p.dim() == 2]
total = sum(p.numel() for p in matrices)
share = sum(p.numel() for p in biases.values()) / total
before = [p.detach().clone() for p in matrices]
with torch.no_grad():
    for p in matrices:
        p.masked_fill_(torch.rand(p.shape) < share, 0)
    rank, d = ranks()
    for p, old in zip(matrices, before):
        p.copy_(old)
print(f"of {total:,} weights {share:.2%} at zero:")
print(f"cosine {(d * kept).sum(1).mean():.3f}, found {(rank == 1).sum()}")
assert (d * kept).sum(1).mean() > 0.99 and (
    (rank == 1).sum() - (first == 1).sum()
).abs() <= 4

# %% [markdown]
# **What to notice.** As many weights leave no trace that the task would show. A bias is added for every
# [token](../reference/glossary.md#token), whatever it is; a weight counts only as much as its input, and a sum of
# hundreds does not miss one.
#
# ## Why nothing happens without key biases
#
# A score is the product of a query and a key. With the key's bias it is
# $\act{q} \cdot (\act{k} + \bias{b_k}) = \act{q} \cdot \act{k} + \act{q} \cdot \bias{b_k}$. The last part is the same
# for every key that this query meets, and [softmax](../reference/glossary.md#softmax) does not notice what is added
# to all. A number that changes nothing gets no [gradient](../reference/glossary.md#gradient)
# ([what do biases learn?](../learn/biases/what-it-learns.md)), so it should have stayed where it began: at zero.

# %%
attention = bert.blocks[0].attention
ids = torch.tensor([tokenizer.encode("Why does bread rise?").ids])
with torch.no_grad():
    x = bert.norm(
        bert.token(ids)
        + bert.segment(0 * ids)
        + bert.position.weight[: ids.shape[1]]
    )
    q, k = (
        f(x).double().unflatten(-1, (12, -1)).transpose(1, 2)
        for f in (attention.q, attention.k)
    )
    # In 64 bits, because this is a small difference of two large sums.
    bias = attention.k.bias.double().view(12, 1, -1)
    added = q @ k.mT - q @ (k - bias).mT  # what the bias adds: (1, H, T, T)
print(f"added to the scores: up to {added.abs().max():.4f}")
print("the same for all keys of a query:", added.std(-1).max().item() < 1e-12)
for kind in ("query", "key"):
    spread = torch.cat(
        [b for n, b in biases.items() if f"attention.{kind[0]}." in n]
    ).std()
    print(f"trained {kind} biases spread by {spread:.4f}")
assert added.std(-1).max() < 1e-12 and spread < 0.002

# %% [markdown]
# ## What query biases do
#
# By the same sum a query's bias adds $\bias{b_q} \cdot \act{k}$: a number that depends on the key but not on the query.
# It makes some tokens attractive to all. Which? MiniLM's words pay much of their [attention](../reference/glossary.md#attention) to `[CLS]` and `[SEP]`.

# %%
rows = [tokenizer.encode(text).ids for text in answers[:12]]
rows = [torch.tensor([[i for i in row if i]]) for row in rows]  # 0 is padding


@torch.no_grad()
def to_separators():
    """Mean share of attention that words pay to [CLS] and [SEP], by layer: (N,)."""
    found = []
    for ids in rows:
        bert.states(ids)
        found.append(
            [
                b.attention.map[0, :, 1:-1][..., [0, -1]].sum(-1).mean()
                for b in bert.blocks
            ]
        )
    return torch.tensor(found).mean(0)


with_bias = to_separators()
with zeroed(("attention.q",)):
    without = to_separators()
print("layer           ", *(f"{n:6}" for n in range(1, 7)), "  mean")
for name, s in (("with their bias", with_bias), ("without", without)):
    print(f"{name:17}", *(f"{v:6.2f}" for v in s), f"{s.mean():6.2f}")
assert with_bias.mean() > without.mean() + 0.02

# %% [markdown]
# **What to notice.** The separators draw less attention without the queries' biases, but most of it stays: the
# preference is also in the weights. So part of the answer is in this table and part is not.
#
# ## Which differences are more than luck?
#
# Sixty questions are few. Of two versions of the model, only those questions count that one answers and the other does
# not. If it were luck, each of them would fall to either side like a coin. This is the exact test of McNemar.

# %%
from math import comb

print("biases at zero  lost  gained  probability of so much by luck")
luck = {}
for kind, (_, rank) in table.items():
    lost = ((first == 1) & (rank > 1)).sum().item()
    gained = ((first > 1) & (rank == 1)).sum().item()
    n, k = lost + gained, min(lost, gained)
    luck[kind] = min(1, 2 * sum(comb(n, i) for i in range(k + 1)) / 2**n)
    print(f"{kind:15}{lost:5}{gained:8}{luck[kind]:12.2g}")
assert (
    luck["all"] < 0.001 and luck["norms"] < 0.05 < luck["down"] and luck["key"] == 1
)

# %% [markdown]
# **What to notice.** For most single kinds sixty questions cannot tell harm from luck; some of them even
# find an answer that the whole model misses. For the norms, and for all together, they can.
#
# ## What one may not conclude
#
# - **Not that a model needs biases.** This one was trained with them and leans on them. One trained without puts the
#   same work elsewhere: LLaMA and T5 have [almost none or none](../learn/biases/who-keeps-them.md).
# - **Not how much each kind does.** The effects are not a sum. A norm's bias and the bias of the matrix behind it
#   can stand in for one another: what one adds, the other could.
# - **Not from the cosine alone.** It falls for every kind, and the task notices only some.
# - **Not for other tasks.** Sixty questions by one author, in English, about everyday things.
#
# ## Try next
#
# - Set the biases of one layer at a time to zero: does the first layer or the last matter more?
# - Replace each bias by its mean over the channels instead of zero.
# - Add 5 to one number of a query's bias, and 5 to one of a key's. Which one does the task notice?
# - Write ten questions of your own on a subject that you know well, with close wrong answers.
#
# ## Checked by
#
# `tests/labs/test_biases.py` ranks the sentences with `transformers`' BertModel and the same biases at zero, kind by
# kind; it compares the probabilities with SciPy's binomial test, and finds the keys' gradient by autograd.
#
# ## Sources
#
# - [@minilmcard]: mean of the tokens' states, then length one.
# - [@mcnemar1947].
# - [@clark2019]: section 3.2, on attention to separators.
#
# Next: [What do real attention maps show?](attention.py)
