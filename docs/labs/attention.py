# ---
# description: All 72 heads of a trained encoder. Where they look, what happens if they may not, and whether attention tells which word mattered.
# weights: [minilm]
# limit: 60
# ---

# %% [markdown]
# # What do real attention maps show?
#
# [TIME]
#
# Some [heads](../reference/glossary.md#head) do one thing that you can name, and nearly half of all [attention](../reference/glossary.md#attention) goes to a [token](../reference/glossary.md#token) that hands over almost nothing.
# How much attention a word gets tells fairly well how far the result would move without it, and next to nothing about the direction.
#
# [LAB]
#
# [A page](../learn/attention/not-an-explanation.md) shows with chosen numbers that
# [attention weights](../reference/glossary.md#attention-weight) need not explain a prediction. Here are those of
# a trained model, MiniLM, which [another lab](encoder.py) loads step by step: a [BERT](../models/bert.md)
# [encoder](../reference/glossary.md#encoder) of 6 [layers](../reference/glossary.md#layer) with 12 heads each. It turns a sentence into a
# [text embedding](../reference/glossary.md#text-embedding), so that is the result to explain.

# %%
# --8<-- "docs/labs/weights/minilm.py"

# %%
# --8<-- "models/bert.py"

# %%
# --8<-- "models/load_bert.py"

# %%
from tokenizers import Tokenizer

N, H = 6, 12
bert = BERT(V=30522, P=512, C=384, H=H, F=1536, N=N).requires_grad_(False)
missing, left = bert.load_state_dict(convert(state), strict=False)
# Published without the heads that guess words and sentence pairs.
assert not left and all(name.startswith("head") for name in missing)
tokenizer = Tokenizer.from_file(tokenizer_file)
tokenizer.no_padding()
tokenizer.no_truncation()


def batch(texts):
    """Ids; 1 where no padding; 1 where neither [CLS] nor [SEP]: (B, T)."""
    rows = [tokenizer.encode(text).ids for text in texts]
    T = max(map(len, rows))
    ids = torch.tensor([row + [0] * (T - len(row)) for row in rows])
    return ids, (ids > 0).int(), (ids > 102).int()  # 101 [CLS], 102 [SEP]


def look(ids, real=None):
    """Where each token looks, in each head: (B, N, H, T, T)."""
    bert.states(ids, real=real)
    return torch.stack([block.attention.map for block in bert.blocks], 1)


text = "Snow fell, and more snow fell."
tokens, maps = tokenizer.encode(text).tokens, look(batch([text])[0])
print(tokens, tuple(maps.shape))

# %% [markdown]
# A map is a square: row by row, where one token looks. Six of the 72:

# %%
#| fig-alt: Six square maps. One is a clean line below the diagonal, one a line above it, one marks the two places where a word is repeated, one is a single column at CLS, one a pair of columns at the end, one is spread widely.
#| fig-cap: Six heads and one sentence. Rows: the token that looks. Columns: what it looks at. Dark: much attention; less than 0.03 is left out.
import matplotlib.pyplot as plt

SHOWN = {
    "previous token": (1, 3), "next token": (2, 9), "same word": (3, 10),
    "[CLS]": (2, 12), "the end": (4, 12), "all alike": (1, 4),
}  # fmt: skip
figure, plots = plt.subplots(2, 3, figsize=(7, 5.2), sharex=True, sharey=True)
for plot, (name, (layer, head)) in zip(plots.flat, SHOWN.items()):
    seen = maps[0, layer - 1, head - 1]
    i, j = (seen > 0.03).nonzero().T
    squares = {"marker": "s", "s": 168, "lw": 0, "clip_on": False}
    plot.scatter(j, i, c=seen[i, j], vmin=0, vmax=0.8, **squares)
    plot.set_title(f"{layer}.{head} {name}", fontsize=11)
    plot.set_xticks(range(len(tokens)), tokens, rotation=90)
    plot.set_yticks(range(len(tokens)), tokens)
    plot.set(xlim=(-0.5, 9.5), ylim=(9.5, -0.5))
figure.tight_layout()
plt.show()

# %% [markdown]
# Head 3.10 is the tenth head of layer 3. The names are guesses from one sentence, and among 72 maps some will look
# like something. So count.
#
# ## Do the names hold?
#
# Forty sentences, the first halves of forty pairs. Of a word's attention, how much goes to the token before it, or
# to `[CLS]`? The mean over all words, and the heads that come first:

# %%
# --8<-- "docs/labs/data/pairs.py"


# %%
def share(maps, to):
    """Of a word's attention, what goes where `to` (B, T, T) is 1: (N, H)."""
    rows = words * to.any(-1)
    got = (maps * to[:, None, None]).sum(-1) * rows[:, None, None]
    return got.sum((0, 3)) / rows.sum()


ids, real, words = batch([one for one, other in pairs])
maps = look(ids, real)
T = ids.shape[1]
step, every = torch.diag(torch.ones(T - 1), 1), torch.ones(T, T)
targets = {
    "previous token": step.T * words[:, None],
    "next token": step * words[:, None],
    "[CLS]": every * (ids == 101)[:, None],
}
print(f"an even look gives each token {(1 / real.sum(1)).mean():.2f}")
for name, to in targets.items():
    got = share(maps, to).flatten()
    top = got.topk(4).indices.tolist()
    best = [f"{i // H + 1}.{i % H + 1} {got[i]:.2f}" for i in top]
    print(f"{name:15}", *best, "  all heads", f"{got.mean():.2f}")
assert share(maps, targets["previous token"])[0, 2] > 0.98

# %% [markdown]
# **What to notice.** Head 1.3 is exact: nearly all its attention goes to the token before. The next best for that has
# a third. `[CLS]`, which BERT puts before every text, is in a class of its own: nearly half of *all* attention, in
# all heads together, goes there.
#
# Does 1.3 look at a place, or at words that belong together? Put the words in random order. And does 3.10 go by what
# stands there? Six sentences in which a word comes twice, or nearly.

# %%
torch.manual_seed(0)
mixed = ids.clone()
for row, n in zip(mixed, words.sum(1)):
    row[1 : n + 1] = row[1 : n + 1][torch.randperm(n)]
got = share(look(mixed, real), targets["previous token"])[0, 2]
print(f"words shuffled, head 1.3: {got:.2f} on the previous token")
print("head 3.10, the second of two words: to the first, to [CLS]")
for text in (
    "The cat saw another cat in the mirror.",
    "The cat saw another kitten in the mirror.",
    "The kitten saw another cat in the mirror.",
    "The cat saw another dog in the mirror.",
    "A river flows into a lake, and the lake feeds a second river.",
    "Money makes money, as the old bankers like to say.",
):
    tokens = tokenizer.encode(text).tokens
    like = ("cat", "kitten", "dog", "river", "money")
    i, j = [p for p, token in enumerate(tokens) if token in like]
    to = look(batch([text])[0])[0, 2, 9, j]
    print(f"{tokens[i]:>7} {tokens[j]:7} {to[i]:.2f} {to[0]:.2f}")

# %% [markdown]
# **What to notice.** Head 1.3 goes by place alone. Head 3.10 looks back at a word's first use, and when there is none, at `[CLS]`. But
# "same word" is a name, not a law. A later kitten hardly finds the cat, a later cat does find the kitten, and
# "money" does not find "money".
#
# ## Why does half the attention go to `[CLS]`?
#
# ??? question "Predict first"
#
#     Two cuts. In the first, words may look at `[CLS]` and `[SEP]` as before but get zeros from there. In the second
#     they may not look there, and their other shares grow to sum to 1. Which of them turns the sentence's
#     [embedding](../reference/glossary.md#embedding) more?


# %%
def embed(ids, real, words):
    """Mean of the states where `words` is 1, of length 1: (B, C)."""
    x = bert.states(ids, real=real)
    x = (x * words[..., None]).sum(1)
    return nn.functional.normalize(x, dim=-1)


def cosine(a, b):
    """Mean over the sentences."""
    return (a * b).sum(-1).mean().item()


before = embed(ids, real, words)  # of words alone, to compare like with like
ends = share(maps, every * (real - words)[:, None])
print(f"attention from words to [CLS] and [SEP]: {ends.mean():.2f}")
third = real.clone()
third[:, 3] = 0  # one word of each sentence, for comparison
for name, keep in (("[CLS] and [SEP]", words), ("the third word", third)):
    zero = lambda module, x, v, keep=keep: v * keep[..., None]
    hooks = [b.attention.v.register_forward_hook(zero) for b in bert.blocks]
    zeros = cosine(before, embed(ids, real, words))
    _ = [hook.remove() for hook in hooks]
    hidden = cosine(before, embed(ids, keep, words))
    print(f"{name:15}: gives zeros {zeros:.3f}, not to be seen {hidden:.3f}")
    assert (zeros > 0.98, hidden < 0.7) == 2 * (keep is words,)

# %% [markdown]
# **What to notice.** What the two tokens hand over matters less than one word of the sentence, although they get half
# the attention. That words *can* look there matters very much. The [softmax](../reference/glossary.md#softmax) makes
# every row sum to 1, so a head that has nothing to fetch must look somewhere, and where almost nothing is handed over
# is a good place. Clark et al. suggest the same for BERT, mostly with `[SEP]`. A dark column may mean "nothing here".
#
# ## Does "it" find its noun?
#
# A well-known picture by Uszkoreit shows one head of a translation model. In *The animal didn't cross the street
# because it was too tired*, "it" looks at the animal; with *wide* for *tired*, at the street, as a reader
# would. Does a head of MiniLM do that? Eight pairs of that kind (Levesque et al.); only what leans to one noun by more than 0.01 counts.


# %%
def lean(text, first, second):
    """How much more "it" looks at the first noun than the second: (N, H)."""
    tokens, maps = tokenizer.encode(text).tokens, look(batch([text])[0])[0]
    it, a, b = map(tokens.index, ("it", first, second))
    return maps[:, :, it, a] - maps[:, :, it, b]


print("heads: right, wrong, first noun twice, second twice; correlation")
leans = [[lean(text, a, b) for text in both] for a, b, *both in twins]
right = [(d > 0.01) & (e < -0.01) for d, e in leans]
wrong = [(d < -0.01) & (e > 0.01) for d, e in leans]
for n, (d, e) in enumerate(leans):
    same = (d > 0.01) & (e > 0.01), (d < -0.01) & (e < -0.01)
    counts = [f"{found.sum():3}" for found in (right[n], wrong[n], *same)]
    r = torch.corrcoef(torch.stack([d.flatten(), e.flatten()]))[0, 1]
    print(f"{' '.join(twins[n][:2]):16}", *counts, f" {r:.2f}")
assert sum(map(torch.sum, right)) < sum(map(torch.sum, wrong)) < 5

# %%
#| fig-alt: Seventy-two dots, one a head, nearly all on the diagonal. Only one dot is clearly in the corner where a head follows the meaning.
#| fig-cap: How much more "it" looks at "animal" than at "street", each dot a head. On the diagonal the ending makes no difference.
d, e = leans[0]
figure, plot = plt.subplots(figsize=(5, 3.6))
plot.plot([-0.6, 0.7], [-0.6, 0.7], "C2--", alpha=0.6)
plot.plot([0, 0, 0.7], [-0.6, 0, 0], "C2", lw=0.6)
plot.plot(d.flatten(), e.flatten(), "C2o", ms=4)
plot.text(0.1, -0.4, "follows the meaning")
plot.annotate("5.1", (d[4, 0], e[4, 0]), (0.05, -0.2))
plot.set(xlabel="… because it was too tired", ylabel="… too wide")
plt.show()

# %% [markdown]
# **What to notice.** "It" looks at the same noun whatever the ending. Two heads turn the right way in all eight pairs
# together, three the wrong way. The dot below the others is head 5.1, and it is right in no other pair. With 72 heads
# to search you will often find one that fits your sentence.
#
# MiniLM was trained to place whole sentences; the published model translates and may well do better. But one sentence
# and one head are no evidence, in either direction.
#
# ## Do the heads with a name matter?
#
# Take out each head in turn, so that it hands over nothing: how far do the embeddings turn? Beside it, how
# evenly heads look: the [entropy](../reference/glossary.md#entropy) of the shares, 1 for an even look, 0 for one at a single token.


# %%
def without(layer, head):
    """The embeddings if one head hands over nothing: (B, C)."""
    keep = torch.arange(384) // 32 != head
    output = bert.blocks[layer].attention.o
    hook = output.register_forward_pre_hook(lambda module, x: x[0] * keep)
    found = embed(ids, real, real)  # [CLS] and [SEP] count, as in MiniLM
    hook.remove()
    return found


entropy = -(maps * maps.clamp_min(1e-30).log()).sum(-1)  # (B, N, H, T)
entropy = entropy / real.sum(1).log()[:, None, None, None]
entropy = (entropy * words[:, None, None]).sum((0, 3)) / words.sum()
before, turn = embed(ids, real, real), torch.zeros(N, H)
for n in range(N):
    found = [1 - cosine(before, without(n, h)) for h in range(H)]
    turn[n] = torch.tensor(found)
    least, most = entropy[n].aminmax()
    print(f"layer {n + 1}: entropy {least:.2f} to {most:.2f}", end=", ")
    print(f"turn without a head {turn[n].mean():.4f}")
for n, h in ((0, 2), (2, 9)):
    more = (turn > turn[n, h]).sum()
    print(f"{n + 1}.{h + 1}: {turn[n, h]:.4f}, and {more} heads turn more")
assert turn[5].min() > turn[:5].max() and turn[2, 9] < 0.001

# %% [markdown]
# **What to notice.** The heads with a clear job are not those that matter most. The last layer's do by far, none of which
# got a name: what they write stands in the embedding directly. Head 1.3 is one of many, and without 3.10 hardly anything moves.
# Michel et al. report that many heads of larger models can go at little cost, too. Another head may step in, so this does not prove that they are idle. But a clear map shows what a head *does*, not that
# the result depends on it.
#
# ## Does attention tell which word mattered?
#
# The question that maps are most often used for has two versions. Leave a word out, so that no token sees it and the
# mean does not hold it. *How far* does the embedding turn? And *which way*: is the sentence then less like its partner, the other half
# of its pair, or more? Six measures, without leaving anything out, are to put
# the words in that order:
#
# - the attention that a token gets, averaged over heads and tokens, in all layers or in the last one;
# - the length of the [gradient](../reference/glossary.md#gradient) of the likeness at the token's embedding, and gradient times embedding;
# - the token's last state times the partner's embedding: its plain part in the mean that makes the likeness;
# - the length of the token's row in the embedding table, which knows nothing of the sentence.
#
# ??? question "Predict first"
#
#     How much better than the last will attention be, at how far and at which way?


# %%
# --8<-- "docs/labs/data/ranks.py"


# %%
def measures(ids, partner):
    """Six scores for each token of one sentence."""
    maps, states = look(ids)[0], bert.states(ids)[0]
    x = bert.token(ids).requires_grad_()
    hook = bert.token.register_forward_hook(lambda *_: x)
    ones = torch.ones_like(ids)
    (embed(ids, ones, ones)[0] @ partner).backward()
    hook.remove()
    return {
        "attention, all layers": maps.mean((0, 1, 2)),
        "attention, last layer": maps[-1].mean((0, 1)),
        "gradient, length": x.grad[0].norm(dim=-1),
        "gradient x embedding": (x.grad * x)[0].sum(-1).detach(),
        "last state x partner": states @ partner,
        "row's length": x[0].detach().norm(dim=-1),
    }


# %%
scores, turns, falls = [], [], []
for one, other in pairs:
    i, r, _ = batch([one])
    j, s, _ = batch([other])
    here, partner = embed(i, r, r)[0], embed(j, s, s)[0]
    left = 1 - torch.eye(i.shape[1])[1:-1]  # row by row, one word left out
    absent = embed(i.expand(len(left), -1), left, left)
    turns.append(1 - absent @ here)
    falls.append((here - absent) @ partner)
    found = measures(i, partner)
    scores.append({name: score[1:-1] for name, score in found.items()})
table = {}
print("mean rank correlation ± its standard error: how far, which way")
for name in scores[0]:
    far = [agree(s[name].abs(), t) for s, t in zip(scores, turns)]
    way = [agree(s[name], f) for s, f in zip(scores, falls)]
    table[name] = torch.tensor([far, way])
    means, errors = table[name].mean(1), table[name].std(1) / len(far) ** 0.5
    both = [f" {m:5.2f} ± {e:.2f}" for m, e in zip(means, errors)]
    print(f"{name:22}", *both)
assert table["attention, all layers"][1].mean() < 0.35

# %%
rows = [s["row's length"] for s in scores]
seen = [s["attention, all layers"] for s in scores]
for name, effects in (("how far", turns), ("which way", falls)):
    more = torch.tensor([*map(beyond, seen, effects, rows)])
    print(f"attention, row's length set aside: {name} {more.mean():.2f}")
one, other = pairs[12]
print(one, other, sep="\n")
for token, a, f in zip(tokenizer.encode(one).tokens[1:], seen[12], falls[12]):
    if token in ("chef", "salt"):
        print(f"{token}: attention {a:.3f}, likeness lost {f:+.3f}")
assert falls[12][1] > 0.02 > -0.02 > falls[12][11]

# %% [markdown]
# **What to notice.** *How far* is well told by attention. A table that knows no context tells nearly as much, and the
# gradient's length a little more; but with the row's length set aside, most of attention's correlation is left.
#
# *Which way* is another matter: no better than the row, and with that set aside about nothing is left. No map knows the
# partner, and no share is below zero. Chef and salt get about as much attention; without the chef the sentences are
# less alike, without the salt more. The partner has a cook and no salt.
#
# Gradients are no cure as such. Gradient times embedding points the wrong way on average: it tells of very small
# changes, and leaving a word out is none. The plain part in the mean does best, at a correlation of a half.
#
# !!! warning "Common misreading"
#
#     *"Attention is not explanation"*, or *"it is after all"*. Both leave out: of what? Here it predicts the size of
#     an effect and not its direction, in one model, for one way of leaving a word out.
#
# ## What you may not conclude
#
# - That a word was *used* because a head looked at it, or that a head does what its map looks like on one sentence.
# - That a head with a clear job matters to the result, or that one without effect here has none anywhere.
# - That other models behave so. This is one small encoder, on forty short English sentences from one hand. Elsewhere
#   the idle attention goes to `[SEP]` (Clark et al.) or to the first token (Xiao et al.).
# - That leaving out is the truth. Delete the token instead, and the others move up.
#
# ## Try next
#
# - If 1.3 keeps the order of words, "The dog bit the man" and its reverse should become more alike without it. Do they?
# - Print `falls` beside each measure for a pair of your own. Which measure would have misled you?
# - Let words look at `[CLS]` but not at `[SEP]`, then the reverse. Which of them keeps the embeddings in place?
# - Search the 72 heads for "adjective looks at its noun". Then test your find on ten sentences that you did not search.
# - Add up the gradient along a path from a sentence of `[MASK]`s (integrated gradients, Sundararajan et al.). Is "which way" better?
#
# ## Checked by
#
# `tests/labs/test_attention.py`, with `transformers`' BertModel in float64: all maps, hidden tokens and words left out
# ([the labs' index](index.md) gives the largest difference), silent tokens and heads taken out of its parts, "it" recounted from
# its maps. Entropies and rank correlations by `scipy`, gradients by [finite differences](../reference/glossary.md#finite-difference).
#
# ## Sources
#
# - [@clark2019]: section 3: heads for neighbouring tokens, attention to separators.
# - [@jain2019], abstract.
# - [@wiegreffe2019], abstract.
# - [@michel2019]: abstract: many heads can be removed after training at little cost.
# - [@sundararajan2017]: sections 2 and 3: gradients as explanations, and along a path.
# - [@uszkoreit2017]: the picture of "it".
# - [@levesque2012]: the kind of pair, and the one with the trophy.
# - [@xiao2023], abstract.
#
# Next: [Can NumPy tell a story?](storyteller.py)
