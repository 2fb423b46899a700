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
# Some heads do one thing that you can name, and half of all attention goes to a token that hands over almost nothing.
# How much attention a word gets tells fairly well how far the result would move without it, and next to nothing about the direction.
#
# [LAB]
#
# [One page](../learn/attention/not-an-explanation.md) shows with a few chosen numbers that
# [attention weights](../reference/glossary.md#attention-weight) need not explain a prediction. Here are the weights of
# a trained model, MiniLM, which [another lab](encoder.py) loads step by step: a [BERT](../models/bert.md)
# [encoder](../reference/glossary.md#encoder) of 6 [layers](../reference/glossary.md#layer) with 12 [heads](../reference/glossary.md#head) each. Its use is to turn a sentence into a
# [text embedding](../reference/glossary.md#text-embedding), so that is the result to be explained.

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


def look(text):
    """Its tokens, and where each looked in each head: (N, H, T, T)."""
    coded = tokenizer.encode(text)
    bert.states(torch.tensor([coded.ids]))
    maps = [block.attention.map[0] for block in bert.blocks]
    return coded.tokens, torch.stack(maps)


tokens, maps = look("Snow fell, and more snow fell.")
print(tokens, tuple(maps.shape))

# %% [markdown]
# Each of these maps is a square: row by row, where one [token](../reference/glossary.md#token) looks. Six of the 72:

# %%
#| fig-alt: Six square maps. One is a clean line below the diagonal, one a line above it, one marks the two places where a word is repeated, one is a single column at CLS, one a column at the full stop, one is spread evenly.
#| fig-cap: Six heads and one sentence. Rows: the token that looks. Columns: what it looks at. Dark: much attention.
import matplotlib.pyplot as plt

SHOWN = {
    "previous token": (1, 3), "next token": (2, 9), "same word": (3, 10),
    "[CLS]": (2, 12), "full stop": (4, 12), "all alike": (1, 4),
}  # fmt: skip
figure, plots = plt.subplots(2, 3, figsize=(7, 5.2), sharex=True, sharey=True)
middle = torch.arange(len(tokens)) + 0.5
for plot, (name, (layer, head)) in zip(plots.flat, SHOWN.items()):
    plot.pcolormesh(maps[layer - 1, head - 1])
    plot.set_title(f"{layer}.{head} {name}", fontsize=11)
    plot.set_xticks(middle, tokens, rotation=90)
    plot.set_yticks(middle, tokens)
plots[0, 0].invert_yaxis()
figure.tight_layout()
plt.show()

# %% [markdown]
# Head 3.10 is the tenth head of layer 3. The names are guesses from one sentence, and such guesses are cheap: with 72
# maps to choose from, some will look like something. So count.
#
# ## Do the names hold?
#
# Forty sentences, the first halves of forty pairs that are used up to the end of this lab. How much of a word's attention goes
# to the word before it, to the word after it, and so on, averaged over all words? Which head is first in that?

# %%
# --8<-- "docs/labs/data/pairs.py"


# %%
def batch(texts):
    """Ids; 1 where no padding; 1 where neither [CLS] nor [SEP]: (B, T)."""
    rows = [tokenizer.encode(text).ids for text in texts]
    T = max(map(len, rows))
    ids = torch.tensor([row + [0] * (T - len(row)) for row in rows])
    return ids, (ids > 0).int(), (ids > 102).int()  # 101 [CLS], 102 [SEP]


ids, real, words = batch([one for one, other in pairs])
T = ids.shape[1]
bert.states(ids, real=real)
maps = torch.stack([block.attention.map for block in bert.blocks], 1)


def share(maps, to):
    """Of a word's attention, what goes where `to` (B, T, T) is 1: (N, H)."""
    rows = words * to.any(-1)
    got = (maps * to[:, None, None]).sum(-1) * rows[:, None, None]
    return got.sum((0, 3)) / rows.sum()


step, every = torch.diag(torch.ones(T - 1), 1), torch.ones(T, T)
targets = {
    "previous token": step.T * words[:, None],
    "next token": step * words[:, None],
    "itself": torch.eye(T) * words[:, None],
    "[CLS]": every * (ids == 101)[:, None],
    "full stop": every * (ids == 1012)[:, None],
}
print(f"an even look gives each token {(1 / real.sum(1)).mean():.2f}")
for name, to in targets.items():
    got = share(maps, to).flatten()
    top = got.topk(4).indices
    best = [f"{i // H + 1}.{i % H + 1} {got[i]:.2f}" for i in top]
    print(f"{name:15}", *best, "  all heads", f"{got.mean():.2f}")
assert share(maps, targets["previous token"])[0, 2] > 0.98

# %% [markdown]
# **What to notice.** Head 1.3 is exact: nearly all its attention goes to the token before. The second best for that has a third of it, and
# the heads for the next token are less clean. `[CLS]`, the token that BERT puts before every text, is in a class of
# its own: nearly half of *all* attention, in all heads together, goes there.
#
# Do the first heads look at places, or at words that belong together? Put the words of each sentence in random order:

# %%
torch.manual_seed(0)
mixed = ids.clone()
for row, number in zip(mixed, words.sum(1)):
    row[1 : number + 1] = row[1 : number + 1][torch.randperm(number)]
bert.states(mixed, real=real)
shuffled = torch.stack([block.attention.map for block in bert.blocks], 1)
for layer, head in ((1, 3), (3, 12), (2, 10), (2, 9), (3, 9)):
    name = "next token" if head == 9 else "previous token"
    one, other = (
        share(m, targets[name])[layer - 1, head - 1] for m in (maps, shuffled)
    )
    print(f"{layer}.{head:<3} {name:15} {one:.2f}, shuffled {other:.2f}")
    assert other > one - 0.01

# %% [markdown]
# They go by place alone; without sense they even do so a little more. Head 3.10 should go by what
# stands there. Seven sentences in which a word comes twice, or nearly:

# %%
print("the second of two like words, head 3.10: to the first, to [CLS]")
for text in (
    "The cat saw another cat in the mirror.",
    "The cat saw another kitten in the mirror.",
    "The kitten saw another cat in the mirror.",
    "The cat saw another dog in the mirror.",
    "A river flows into a lake, and the lake feeds a second river.",
    "The doctor called the doctor who had written the report.",
    "Money makes money, as the old bankers like to say.",
):
    tokens, found = look(text)
    like = "cat kitten dog river doctor money".split()
    i, j = [p for p, token in enumerate(tokens) if token in like]
    to = found[2, 9, j]
    print(f"{tokens[i]:>7} {tokens[j]:7} {to[i]:.2f} {to[0]:.2f}")
    assert (to[i] > 0.3) == (
        tokens[i] == tokens[j] != "money" or i == 2 and tokens[i] == "kitten"
    )

# %% [markdown]
# **What to notice.** It looks back at a word's first use, and when there is none, at `[CLS]`. But "same word" is a
# name, not a law. A later kitten hardly finds the cat, while a later cat does find the kitten, and "money" does not find
# "money". One more sentence of a kind and you may have to rename a head.
#
# ## Why does half the attention go to `[CLS]`?
#
# ??? question "Predict first"
#
#     If half the attention goes to one token, what does it hand over? Compare two cuts. In the first, words may look
#     at `[CLS]` and `[SEP]` as before but get zeros from there. In the second they may not look there, and the other
#     shares grow to sum to 1. Which of them does more harm to the sentence's embedding?


# %%
def embed(ids, real, words):
    """Mean of the states where `words` is 1, of length 1: (B, C)."""
    x = bert.states(ids, real=real)
    x = (x * words[..., None]).sum(1)
    return nn.functional.normalize(x, dim=-1)


def cosine(a, b):
    """Mean over the sentences."""
    return (a * b).sum(-1).mean().item()


def silent(keep):
    """The embeddings if nothing is handed over where `keep` (B, T) is 0."""
    hooks = [
        block.attention.v.register_forward_hook(
            lambda module, x, v: v * keep[..., None]
        )
        for block in bert.blocks
    ]
    found = embed(ids, real, words)
    for hook in hooks:
        hook.remove()
    return found


before = embed(ids, real, words)  # of words alone, to compare like with like
ends = share(maps, every * (real - words)[:, None])
print(f"attention from words to [CLS] and [SEP]: {ends.mean():.2f}")
but_third = real.clone()
but_third[:, 3] = 0  # one word of each sentence, for comparison
for name, keep in (("[CLS] and [SEP]", words), ("the third word", but_third)):
    zeros, hidden = silent(keep), embed(ids, keep, words)
    print(f"{name:15}: gives zeros {cosine(before, zeros):.3f},", end=" ")
    print(f"not to be seen {cosine(before, hidden):.3f}")
    assert (cosine(before, zeros) > 0.98) == (keep is words)
assert cosine(before, embed(ids, words, words)) < 0.7

# %% [markdown]
# **What to notice.** What the two tokens hand over matters less than one word of the sentence, although they get half
# the attention. That words *can* look there matters very much: without it the embeddings turn far away. The
# [softmax](../reference/glossary.md#softmax) makes every row sum to 1, so a head that has nothing to fetch must still look somewhere, and a token that hands over almost
# nothing is a good place for that. Clark et al. (2019) found the same in BERT, mostly with `[SEP]`. So a dark column in a map may mean "nothing here", the reverse of
# what it seems to say.
#
# ## Does "it" find its noun?
#
# A well-known picture (Uszkoreit, 2017) shows one head of a translation model. In *The animal didn't cross the street
# because it was too tired*, "it" looks at the animal; with *wide* for *tired*, it looks at the street, as a reader
# would. Do heads of MiniLM do that? Eight such pairs, and a look counts if it leans to one noun by more than 0.01.
#
# ??? question "Predict first"
#
#     Of the 72 heads, how many look more at the animal with "tired" and more at the street with "wide"? How many the
#     other way round?

# %%
TWINS = """
The {animal} didn't cross the {street} because it was too |tired|wide
The {trophy} doesn't fit in the {suitcase} because it is too |big|small
The {ball} crashed through the {table} because it was made of |steel|paper
The {truck} passed the {bus} because it was going so |fast|slowly
The {table} won't fit through the {door} because it is too |wide|narrow
The {bottle} broke the {glass} because it was too |heavy|thin
The {dog} chased the {ball} because it was |hungry|round
The {fish} ate the {worm} because it was |hungry|tasty
"""


def lean(text, ending, first, second):
    """How much more "it" looks at the first noun than the second: (N, H)."""
    tokens, maps = look(text + ending + ".")
    it, a, b = map(tokens.index, ("it", first, second))
    return maps[:, :, it, a] - maps[:, :, it, b]


leans, right, wrong = [], [], []
print("heads: right, wrong, first noun twice, second noun twice; correlation")
for line in TWINS.strip().splitlines():
    text, *endings = line.split("|")
    nouns = [word.split("}")[0] for word in text.split("{")[1:]]
    text = text.replace("{", "").replace("}", "")
    d, e = (lean(text, ending, *nouns) for ending in endings)
    leans.append((d, e))
    right.append((d > 0.01) & (e < -0.01))
    wrong.append((d < -0.01) & (e > 0.01))
    same = (d > 0.01) & (e > 0.01), (d < -0.01) & (e < -0.01)
    r = torch.corrcoef(torch.stack([d.flatten(), e.flatten()]))[0, 1]
    counts = [f"{c.sum():3}" for c in (right[-1], wrong[-1], *same)]
    print(f"{' '.join(nouns):16}", *counts, f" {r:.2f}")
    assert r > 0.8
most = torch.stack(right).sum(0).max()
assert most == 1 and torch.stack(right).sum() < torch.stack(wrong).sum()

# %%
#| fig-alt: Seventy-two dots, one a head, nearly all on the diagonal. Only one dot is clearly in the corner where a head follows the meaning.
#| fig-cap: How much more "it" looks at "animal" than at "street". On the diagonal, the last word of the sentence makes no difference.
d, e = leans[0]
figure, plot = plt.subplots(figsize=(5, 4))
plot.plot([-0.6, 0.7], [-0.6, 0.7], "C2--", alpha=0.6)
plot.scatter(d.flatten(), e.flatten(), s=20, color="C2")
plot.axhline(0, lw=0.6, color="C2")
plot.axvline(0, lw=0.6, color="C2")
plot.text(0.1, -0.4, "follows the meaning")
plot.annotate("5.1", (d[4, 0], e[4, 0]), (0.06, -0.2))
plot.set(xlabel="… because it was too tired", ylabel="… too wide")
plt.show()

# %% [markdown]
# **What to notice.** "It" looks at the same noun whatever the ending: the correlations say that knowing the heads'
# leaning in one sentence is nearly enough to know it in the other. Some heads lean to the first noun, about as many to the
# second. In all eight pairs two heads turn the right way and three the wrong way. The dot below the others
# is head 5.1, and it is right in no other pair. With 72 heads to search you will often find one that fits your
# sentence.
#
# Nothing here says that a larger model, or one trained for another task, does no better; the published picture is of such a model. MiniLM was trained to
# place whole sentences. One sentence and one head are no evidence, in either direction.
#
# ## Do the heads with a name matter?
#
# Take each head out in turn, so that it hands over nothing, and see how far the embeddings of the forty sentences turn. Beside it, how
# evenly the head looks: the [entropy](../reference/glossary.md#entropy) of its shares, 1 for an even look, 0 for one that sees a single token.


# %%
def without(layer, head, ids, real):
    """The embeddings if one head hands over nothing: (B, C)."""
    keep = torch.ones(384)
    keep[32 * (head - 1) : 32 * head] = 0
    output = bert.blocks[layer - 1].attention.o
    hook = output.register_forward_pre_hook(lambda module, x: x[0] * keep)
    found = embed(ids, real, real)
    hook.remove()
    return found


entropy = -(maps * maps.clamp_min(1e-30).log()).sum(-1)  # (B, N, H, T)
entropy = entropy / real.sum(1).log()[:, None, None, None]
entropy = (entropy * words[:, None, None]).sum((0, 3)) / words.sum()
before, turn = embed(ids, real, real), torch.zeros(N, H)
for layer in range(N):
    for head in range(H):
        after = without(layer + 1, head + 1, ids, real)
        turn[layer, head] = 1 - cosine(before, after)
print("most even", *(f"{x:.2f}" for x in entropy.amax(1)), "layer 1 to 6")
print("least    ", *(f"{x:.2f}" for x in entropy.amin(1)))
print("mean turn", *(f"{x:.4f}" for x in turn.mean(1)))
for layer, head in ((1, 3), (3, 10), (4, 12)):
    t = turn[layer - 1, head - 1]
    print(f"without {layer}.{head:<2} {t:.4f}; {(turn > t).sum()} heads turn more")
assert turn[5].min() > turn[:5].max() and turn[2, 9] < 0.001

# %%
#| fig-alt: Heads of the last layer stand far above all others. Heads 1.3 and 3.10, which have names, are at the lower left with little effect.
#| fig-cap: Each dot a head: how evenly it looks, and how far the embeddings turn without it. Note the logarithmic scale.
figure, plot = plt.subplots(figsize=(6, 3.6))
plot.scatter(entropy[:5], turn[:5], s=20, color="C2", label="layers 1 to 5")
plot.scatter(entropy[5], turn[5], s=36, color="C2", marker="^", label="layer 6")
for layer, head in ((1, 3), (3, 10), (4, 12)):
    at = entropy[layer - 1, head - 1], turn[layer - 1, head - 1]
    plot.annotate(f"{layer}.{head}", at, (6, 6), textcoords="offset points")
plot.set(xlabel="how evenly it looks", ylabel="turn without it", yscale="log")
plot.legend()
plt.show()

# %% [markdown]
# **What to notice.** The heads of the last layer matter most by far, and none of them got a name here. What they write
# stands in the embedding directly; what earlier ones write can still be made up for. The cleanest map of all, 1.3, is
# one of many, and 3.10 is next to nothing. Perhaps a head with a trade matters only where its trade is needed?

# %%
SWAPS = """
The dog bit the man.|The man bit the dog.
The hunter followed the bear.|The bear followed the hunter.
France sold wheat to Spain.|Spain sold wheat to France.
The red car passed the blue bus.|The blue car passed the red bus.
The judge believed the thief.|The thief believed the judge.
"""
swaps = [line.split("|") for line in SWAPS.strip().splitlines()]
(a, a_real, _), (b, b_real, _) = (batch(side) for side in zip(*swaps))
alike = cosine(embed(a, a_real, a_real), embed(b, b_real, b_real))
less = cosine(without(1, 3, a, a_real), without(1, 3, b, b_real))
print(f"words swapped: {alike:.3f} alike, without 1.3 {less:.3f}")
twice = "A river flows into a lake, and the lake feeds a second river."
a, a_real, _ = batch([twice, "Snow fell, and more snow fell."])
turned = cosine(embed(a, a_real, a_real), without(3, 10, a, a_real))
print(f"words repeated: without 3.10 {turned:.3f} alike")
assert abs(alike - less) < 0.005 and turned > 0.99

# %% [markdown]
# Not in these sentences. If 1.3 kept the order of words, sentences with swapped words would become more alike without
# it; nothing moves. (To the model, the dog's bite and the man's are nearly the same to begin with.) Another head may
# do the same work when this one is gone, so a small effect does not prove that a head is idle. But a clear map shows what a head *does*, not that the result
# depends on it.
#
# ## Does attention tell which word mattered?
#
# Now the question that maps are most often used for, in two versions:
#
# - **How far** does the embedding turn if a word is left out? That is a size.
# - **Which way**: is the sentence then less like its partner, the other half of its pair, or more? That has a sign.
#
# Leaving a word out means here that no token sees it and that it is not in the mean. Seven measures that need no such
# cut are to predict its effect, word by word:
#
# - the attention that a token gets, averaged over all heads and all tokens that look, in all layers or in the last;
# - three from [gradients](../reference/glossary.md#gradient): how long the gradient at the token's embedding is; gradient times embedding; and integrated gradients, which add it
#   up along a path from a sentence of blanks (Sundararajan et al., 2017);
# - the token's last state times the partner's embedding, which is its part in the likeness, since the embedding is a mean;
# - the length of the token's row in the [embedding](../reference/glossary.md#embedding) table.
#
# For each sentence the rank correlation says how well: 1 if a measure puts the words in the right order, 0 by chance,
# -1 in reverse.
#
# ??? question "Predict first"
#
#     The last of the seven knows nothing of the sentence. How much better than that will attention be, at how far and
#     at which way?


# %%
def slope(x, partner):
    """Gradient of the likeness to `partner` at embeddings x (B, T, C)."""
    x = x.detach().requires_grad_()
    hook = bert.token.register_forward_hook(lambda *_: x)
    ones = torch.ones(x.shape[:2], dtype=torch.int)
    (embed(ones, ones, ones) @ partner).sum().backward()
    hook.remove()
    return x.grad


def measures(one, partner):
    """Seven scores for each token, [CLS] and [SEP] included."""
    ids = batch([one])[0]
    states = bert.states(ids)[0]
    maps = torch.stack([block.attention.map[0] for block in bert.blocks])
    x = bert.token(ids)
    grad = slope(x, partner)[0]
    blank = x.clone()
    blank[0, 1:-1] = bert.token.weight[103]  # [MASK]
    steps = (torch.arange(8) + 0.5)[:, None, None] / 8
    path = slope(blank + steps * (x - blank), partner).mean(0)
    return {
        "attention, all layers": maps.mean((0, 1, 2)),
        "attention, last layer": maps[-1].mean((0, 1)),
        "length of gradient": grad.norm(dim=-1),
        "gradient x input": (grad * x[0]).sum(-1),
        "integrated gradients": (path * (x - blank)[0]).sum(-1),
        "last state x partner": states @ partner,
        "row's length, no context": x[0].norm(dim=-1),
    }


# %%
def rank(x):
    """1 for the smallest, and so on; equal values share their places."""
    return (x[:, None] > x).sum(1) + ((x[:, None] == x).sum(1) + 1) / 2


def agree(a, b):
    """Spearman's rank correlation."""
    return torch.corrcoef(torch.stack([rank(a), rank(b)]))[0, 1].item()


scores, turns, falls = [], [], []
for one, other in pairs:
    i, r, _ = batch([one])
    here = embed(i, r, r)[0]
    partner = embed(*(batch([other])[j] for j in (0, 1, 1)))[0]
    left = 1 - torch.eye(i.shape[1])[1:-1]  # row by row, one word left out
    absent = embed(i.expand(len(left), -1), left, left)
    turns.append(1 - absent @ here)
    falls.append((here - absent) @ partner)
    found = measures(one, partner)
    scores.append({name: score[1:-1] for name, score in found.items()})
root = len(pairs) ** 0.5
table = {}
for name in scores[0]:
    far = [agree(s[name].abs(), t) for s, t in zip(scores, turns)]
    way = [agree(s[name], f) for s, f in zip(scores, falls)]
    table[name] = torch.tensor([far, way])
    (f, w), (df, dw) = table[name].mean(1), table[name].std(1) / root
    far, way = f"{f:5.2f} ± {df:.2f}", f"{w:5.2f} ± {dw:.2f}"
    print(f"{name:25} how far {far}, which way {way}")
assert table["attention, all layers"][1].mean() < 0.35

# %%
#| fig-alt: Two panels of seven bars. For how far, attention, the gradient's length and the row's length are all long. For which way, attention and the row's length are equally short, and the last state is the longest.
#| fig-cap: Mean rank correlation over forty sentences with the effect of leaving a word out, and its standard error.
figure, plots = plt.subplots(1, 2, figsize=(7, 3.4), sharex=True, sharey=True)
colours = ["C2", "C2", "C3", "C3", "C3", "C2", "C0"]
for row, (plot, title) in enumerate(zip(plots, ("how far", "which way"))):
    means = [t[row].mean() for t in table.values()]
    errors = [t[row].std() / root for t in table.values()]
    plot.barh(list(table), means, xerr=errors, color=colours, alpha=0.7)
    plot.axvline(0, lw=0.6, color="C2")
    plot.set_title(title)
plots[0].invert_yaxis()
figure.supxlabel("rank correlation")
figure.tight_layout()
plt.show()


# %%
def beyond(a, b, known):
    """Rank correlation of a and b, with what `known` explains set aside."""
    ab, ak, bk = agree(a, b), agree(a, known), agree(b, known)
    return (ab - ak * bk) / ((1 - ak**2) * (1 - bk**2)) ** 0.5


def mean(values):
    """Of a list of numbers."""
    return sum(values) / len(values)


rows = [s["row's length, no context"] for s in scores]
seen = [s["attention, all layers"] for s in scores]
for name, effects in (("how far", turns), ("which way", falls)):
    more = mean([beyond(*three) for three in zip(seen, effects, rows)])
    print(f"attention beyond the row's length, {name}: {more:.2f}")
for name in ("attention, all layers", "last state x partner"):
    top = [s[name].argmax() for s in scores]
    hits = mean([t == f.argmax() for t, f in zip(top, falls)])
    against = mean([f[t] < 0 for t, f in zip(top, falls)])
    print(f"the token with the highest {name}")
    print(f"  counts most in {hits:.0%}, counts against in {against:.0%}")
chance = mean([1 / len(f) for f in falls])
print(f"by chance {chance:.0%}")
assert 0.4 < mean([beyond(*three) for three in zip(seen, turns, rows)]) < 0.8

# %% [markdown]
# **What to notice.** *How far* is well told by attention, better than by chance in every respect: the more a token is
# looked at, the more the embedding moves without it. But the length of a row, which knows no context, tells nearly as much, and the length of the gradient more. Attention does know something that the
# row does not: with the row set aside, most of its correlation is left.
#
# *Which way* is another matter. Attention does no better than the row, and with the row set aside nothing is left. It cannot
# do better: no map knows the partner, and no share is below zero. The token that gets the most attention is the
# one that counts most for the likeness in a third of the sentences, and in more than a fifth it counts against. One of them:

# %%
one, other = pairs[12]
print(one, other, sep="\n")
for token, a, f in zip(tokenizer.encode(one).tokens[1:], seen[12], falls[12]):
    if token in ("chef", "onions", "salt"):
        print(f"{token:7} attention {a:.3f}, likeness lost without it {f:+.3f}")
assert falls[12][1] > 0.02 > -0.02 > falls[12][11]

# %% [markdown]
# Chef and salt get about as much attention. Without the chef the sentences are less alike, without the salt more:
# the partner has a cook but no salt.
#
# Gradients are no cure as such. Gradient times embedding points the wrong way on average: it asks what an endless small
# change would do, and leaving a word out is none. Along a path it does better, and the plain part in the mean does
# best of the seven, with a correlation that is still only a half.
#
# !!! warning "Common misreading"
#
#     *"Attention is not explanation"*, or *"attention explains after all"*. Both leave out of what. Here it
#     predicts the size of an effect and not its direction, in one model, for one way of leaving a word out.
#
# ## What you may not conclude
#
# - That a word was *used* because a head looked at it: `[CLS]` gets half of all attention and hands over next to nothing.
# - That a head does what its map looks like on your sentence. Count over many, and look for sentences that break it.
# - That a head with a clear job matters to the result, or that one without effect here has none anywhere.
# - That other models behave so. This is one small encoder, trained for whole sentences, on forty short English sentences
#   from one hand. In other models the idle attention goes to `[SEP]` (Clark et al., 2019) or to the first token
#   (Xiao et al., 2023).
# - That leaving out is the truth. It is a cut, too: delete the token instead, so that the others move up, and some numbers change.
#
# ## Try next
#
# - Write your own pair of sentences and print the table of `measures` beside its `falls`. Which measure would have misled you?
# - Take another head out together with 1.3, say 1.6. Does the order of words matter less now?
# - Let words look at `[SEP]` only, or at `[CLS]` only. Does either alone keep the embeddings in place?
# - Search the 72 heads for "adjective looks at its noun". Then test your find on ten sentences that you did not search.
# - Change "leaving out" to deleting the token. Which rows of the table move?
#
# ## Checked by
#
# `tests/labs/test_attention.py`: all maps, the hidden tokens and every sentence with a word left out against `transformers`' BertModel in
# float64 ([the labs' index](index.md) gives the largest difference); the silent tokens and heads against its parts; "it" recounted from its
# maps; entropies and rank correlations by `scipy`; gradients by [finite differences](../reference/glossary.md#finite-difference).
#
# ## Sources
#
# - Clark, Khandelwal, Levy and Manning, *What Does BERT Look At? An Analysis of BERT's Attention*, 2019,
#   [arXiv:1906.04341](https://arxiv.org/abs/1906.04341), section 3: heads for neighbouring tokens, attention to separators.
# - Jain and Wallace, 2019, [Attention is not Explanation](https://aclanthology.org/N19-1357/), and Wiegreffe and
#   Pinter, 2019, [Attention is not not Explanation](https://aclanthology.org/D19-1002/), abstracts. <!-- codespell:ignore pinter -->
# - Michel, Levy and Neubig, *Are Sixteen Heads Really Better than One?*, 2019,
#   [arXiv:1905.10650](https://arxiv.org/abs/1905.10650), abstract: most heads can be taken out one by one at little cost.
# - Sundararajan, Taly and Yan, *Axiomatic Attribution for Deep Networks*, 2017,
#   [arXiv:1703.01365](https://arxiv.org/abs/1703.01365), section 3: integrated gradients.
# - Uszkoreit, 2017, [Transformer: A Novel Neural Network Architecture for Language
#   Understanding](https://research.google/blog/transformer-a-novel-neural-network-architecture-for-language-understanding/): the picture of "it".
# - Levesque, Davis and Morgenstern, *The Winograd Schema Challenge*, 2012: pairs of sentences in which one word decides what a pronoun means.
# - Xiao et al., *Efficient Streaming Language Models with Attention Sinks*, 2023,
#   [arXiv:2309.17453](https://arxiv.org/abs/2309.17453), abstract.
#
# Next: [What does a small decoder know?](storyteller.py)
