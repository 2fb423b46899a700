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
# --8<-- "docs/labs/texts/pairs.py"


# %%
def batch(texts):
    """Ids, 1 where a token is no padding, 1 where it is a word or sign: (B, T)."""
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
    best = [f"{i // H + 1}.{i % H + 1} {got[i]:.2f}" for i in got.topk(4).indices]
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
    print(f"{layer}.{head:<3} {name:15} {one:.2f}, words shuffled {other:.2f}")
    assert other > one - 0.01  # the order makes no sense, and they do not mind

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
# A well-known picture shows how "it" looks at "animal" in *The animal didn't cross the street because it was too
# tired*. A fair test needs the other half: put *wide* for *tired*, and a reader's "it" becomes the street.
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
for line in TWINS.strip().splitlines():
    text, *endings = line.split("|")
    nouns = [word.split("}")[0] for word in text.split("{")[1:]]
    text = text.replace("{", "").replace("}", "")
    d, e = (lean(text, ending, *nouns) for ending in endings)
    leans.append((d, e))
    right.append((d > 0) & (e < 0))
    wrong.append((d < 0) & (e > 0))
    counts = [right[-1], wrong[-1], (d > 0) & (e > 0), (d < 0) & (e < 0)]
    print(f"{nouns[0]:>6}, {nouns[1]:8}:", *(f"{c.sum():3}" for c in counts))
print("           heads: right, wrong, always the first, always the second")
most = torch.stack(right).sum(0).max()
print(f"the best head is right in {most} of {len(right)}")
assert torch.stack(right).sum() < 1.5 * torch.stack(wrong).sum() and most <= 3

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
# **What to notice.** The picture with "tired" is easily found again, and so is the one with "wide": they are nearly the same. Over
# eight pairs of sentences, about as many heads turn the wrong way as the right one. One dot is clearly right, head
# 5.1, and it is right in no other pair but one. If you search 72 heads for one that fits your
# sentence, you will find one. This model was trained for whole sentences, not for pronouns, so that says nothing about what larger models do; it says that one sentence
# is no evidence.
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
place = (turn.flatten() > turn.flatten()[:, None]).sum(1).view(N, H) + 1
for layer, head in ((1, 3), (3, 10), (4, 12)):
    t, p = turn[layer - 1, head - 1], place[layer - 1, head - 1]
    print(f"without {layer}.{head:<2} {t:.4f}, place {p} of 72")
assert turn[5].min() > turn[:5].max() and place[2, 9] > 60

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
# **What to notice.** The heads of the last layer matter most by far, none of which got a name here: what they write stands in the embedding directly, while later layers
# can make up for what an earlier one lacks. The cleanest map of all, 1.3, is one of many. Perhaps a head with a trade matters only where its trade is needed?

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
# Not by these sentences. If a head for the previous token kept the order of words, sentences with swapped words should
# become more alike without it; nothing moves. (The model takes "the dog bit the man" and its reverse for nearly the same to begin with.)
# A clear map shows what a head *does*. It does not show that the result depends on it.
#
# ## Does attention tell which word mattered?
#
# Now the question that maps are most often used for, in two versions:
#
# - **How far** does the embedding turn if a word is left out? That is a size.
# - **Which way**: is the sentence then less like its partner, or more? That has a sign. With "He learned Spanish by
#   listening to songs" and "Music taught him a foreign language", "songs" should count for, others against.
#
# Leaving a word out means here that no token sees it and that it is not in the mean. Seven measures that need no such
# cut are to predict its effect, word by word. For each sentence the rank correlation says how well: 1 if it puts the words in the same
# order, 0 by chance, -1 in reverse.
#
# ??? question "Predict first"
#
#     The last of the seven knows nothing of the sentence: it is the length of the word's row in the
#     [embedding](../reference/glossary.md#embedding) table. How much better than that will attention be?


# %%
def slope(x, partner):
    """Gradient of the likeness to `partner` at token embeddings x (B, T, C)."""
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
    print(f"{name:25} how far {f:5.2f} ± {df:.2f}   which way {w:5.2f} ± {dw:.2f}")
signs = torch.cat(falls)
print(f"leaving out {(signs < 0).float().mean():.0%} of words makes it more alike")

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
    print(
        f"highest {name:22} is what counts most {hits:.0%}, against {against:.0%}"
    )
chance = mean([1 / len(f) for f in falls])
print(f"by chance {chance:.0%}")
assert 0.4 < mean([beyond(*three) for three in zip(seen, turns, rows)]) < 0.8

# %% [markdown]
# **What to notice.** TODO
