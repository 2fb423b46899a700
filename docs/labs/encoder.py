# ---
# description: A trained encoder opened up. What its numbers look like by kind and layer, and which of them training never touched.
# weights: [minilm]
# limit: 60
# ---

# %% [markdown]
# # What is inside a real encoder?
#
# [TIME]
#
# Numbers of a few kinds, each spread around zero in a way of its own, two to five times as wide as they began.
# A few stand far outside, and the largest of all can be set to zero almost without a trace.
#
# [LAB]
#
# The model is MiniLM: a [BERT](../models/bert.md) [encoder](../reference/glossary.md#encoder), small enough to look at
# every number, trained by Microsoft to imitate a larger one and then by others so that sentences of like meaning get
# like [embeddings](../reference/glossary.md#embedding). The [weights](../reference/glossary.md#weight) go into the
# BERT of this site, which knows nothing of MiniLM: only names change.

# %%
# --8<-- "docs/labs/weights/minilm.py"

# %%
# --8<-- "models/bert.py"

# %%
# --8<-- "models/load_bert.py"

# %%
import json
from pathlib import Path

config = Path(found["model.safetensors"]).with_name("config.json")
config = json.loads(config.read_text())
C, H, N = (
    config[f"{k}"]
    for k in ("hidden_size", "num_attention_heads", "num_hidden_layers")
)
bert = BERT(
    V=config["vocab_size"], P=512, C=C, H=H, F=config["intermediate_size"], N=N
)
missing, left = bert.load_state_dict(convert(state), strict=False)
# MiniLM was published without the heads that guess words and sentence pairs.
assert not left and all(name.startswith("head") for name in missing)
parameters = {n: p.detach() for n, p in bert.named_parameters() if n not in missing}
total = sum(p.numel() for p in parameters.values())
biases = sum(p.numel() for n, p in parameters.items() if n.endswith("bias"))
print(f"{N} layers, {H} heads, {C} channels: {total:,} numbers")
print(f"{biases:,} of them biases, {biases / total:.3%}")

# %% [markdown]
# Does it work? Three sentences, two of which mean nearly the same. MiniLM's embedding of a sentence is the mean of its
# [tokens](../reference/glossary.md#token)' last states, made one long.

# %%
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file(tokenizer_file)
tokenizer.no_padding()
tokenizer.no_truncation()


@torch.no_grad()
def embed(text):
    """The embedding of one text: (C,), of length 1."""
    ids = torch.tensor([tokenizer.encode(text).ids])
    return nn.functional.normalize(bert.states(ids)[0].mean(0), dim=0)


texts = (
    "A cat sleeps on the roof.",
    "A kitten naps on the house.",
    "Shares fell on Monday.",
)
e = torch.stack([embed(text) for text in texts])
print((e @ e.T).numpy().round(2))
assert e[0] @ e[1] > 0.5 > 0.2 > e[0] @ e[2]

# %% [markdown]
# The test of this lab compares every state with that of `transformers`, which reads the same file.
#
# ## How wide is each kind of weight?
#
# ??? question "Predict first"
#
#     Before training, BERT's code [draws every weight](../learn/weights/starting-values.md) from a normal distribution
#     of [standard deviation](../reference/glossary.md#standard-deviation) 0.02, whatever it is for. Which of a [layer](../reference/glossary.md#layer)'s six matrices will have moved farthest from
#     that: [query, key, value](../reference/glossary.md#query-key-value), output, or the two of the
#     [feed-forward part](../reference/glossary.md#feed-forward-network)? And do early or late layers have the larger numbers?

# %%
KINDS = {
    "query": "attention.q", "key": "attention.k", "value": "attention.v",
    "output": "attention.o", "up": "feed.0", "down": "feed.2",
}  # fmt: skip
print(
    "standard deviation, layer 1 to 6; before training", config["initializer_range"]
)
spread = {}
for kind, name in KINDS.items():
    rows = [parameters[f"blocks.{n}.{name}.weight"] for n in range(N)]
    spread[kind] = [w.std().item() for w in rows]
    print(f"{kind:8}", *(f"{s:7.3f}" for s in spread[kind]))
    assert all(abs(w.mean()) < 0.003 for w in rows)  # still around zero
assert (
    min(spread["query"] + spread["key"])
    > 0.07
    > max(spread["output"] + spread["down"])
)

# %%
#| fig-alt: Six panels. In each the trained weights of the first and last layer are far wider than the narrow spike they began as, and their tails are heavier.
#| fig-cap: Each kind of matrix: share of its weights by size, on a logarithmic scale. Filled: as drawn before training.
import matplotlib.pyplot as plt

figure, plots = plt.subplots(2, 3, figsize=(7, 4.2), sharex=True, sharey=True)
edges = torch.linspace(-0.6, 0.6, 61)
middle = (edges[1:] + edges[:-1]) / 2
began = torch.distributions.Normal(0, config["initializer_range"]).cdf(edges).diff()
for plot, (kind, name) in zip(plots.flat, KINDS.items()):
    plot.fill_between(
        middle, began.clamp(1e-6), 1e-6, color="C0", alpha=0.25, step="mid"
    )
    for n, line in ((0, "-"), (N - 1, "--")):
        w = parameters[f"blocks.{n}.{name}.weight"]
        share = torch.histogram(w.flatten(), edges).hist / w.numel()
        plot.step(middle, share, f"C0{line}", where="mid", label=f"layer {n + 1}")
    plot.set(title=kind, yscale="log", ylim=(1e-6, 1))
plots[0, 0].legend()
figure.supxlabel("weight")
figure.tight_layout()
plt.show()

# %% [markdown]
# **What to notice.** Queries and keys have become the widest, four times what they were and more; value and output
# stay narrower. From layer to layer queries and keys shrink; the others show no such order. On the logarithmic scale a normal
# distribution is a parabola, as the filled one is. The trained curves are wider *and* have straighter flanks: more
# large weights than any normal distribution of that width would have.
#
# The width of a query alone says little. What counts is the product of queries and keys, so twice the one and half
# the other would be the same model ([what a weight is](../learn/weights/what-is-a-weight.md)).
#
# ## Is there structure, or only size?
#
# A matrix can be wide because each number grew by itself, or because a few directions grew together. Its
# singular values tell the two apart: compare the largest with that of the very same numbers put in random order.

# %%
torch.manual_seed(0)
print("largest singular value: trained, the same numbers shuffled, ratio")
for kind, name in KINDS.items():
    ratio = []
    for n in range(N):
        w = parameters[f"blocks.{n}.{name}.weight"]
        mixed = w.flatten()[torch.randperm(w.numel())].view_as(w)
        top, chance = (torch.linalg.matrix_norm(m, 2).item() for m in (w, mixed))
        ratio.append(top / chance)
    print(
        f"{kind:8} layer {N}: {top:5.1f} {chance:5.1f}, layers 1 to 6:",
        *(f"{r:4.1f}" for r in ratio),
    )
    # In the first down matrices single numbers are so large that each makes a direction.
    assert kind == "down" or min(ratio) > 1.05, kind

# %% [markdown]
# **What to notice.** In nearly every matrix one direction is stronger than the same numbers would make by chance,
# most of all in the feed-forward part. So training did not only make numbers larger: it arranged them. The exception
# is `down` in the first layers, whose shuffled numbers do as well as the trained ones. There a single number is so
# large that it makes a direction wherever it stands; the last section looks for it.
#
# ## What do the biases look like?
#
# All [biases](../reference/glossary.md#bias) begin at zero, so any spread is learned. The scales of the
# [layer norms](../reference/glossary.md#layer-normalisation) begin at one.

# %%
print("standard deviation, layer 1 to 6")
for kind, name in {
    **KINDS,
    "norm 1": "attention_norm",
    "norm 2": "feed_norm",
}.items():
    rows = [parameters[f"blocks.{n}.{name}.bias"] for n in range(N)]
    print(f"{kind:8} biases", *(f"{b.std():7.4f}" for b in rows))
    assert kind != "key" or max(b.std() for b in rows) < 0.002
up = [parameters[f"blocks.{n}.feed.0.bias"].mean().item() for n in range(N)]
print("mean of up biases  ", *(f"{m:7.3f}" for m in up))
scales = [
    parameters[f"blocks.{n}.attention_norm.weight"].mean().item() for n in range(N)
]
print("mean of norm scales", *(f"{m:7.3f}" for m in scales))
assert max(up) < 0 and max(scales) < 0.8

# %%
#| fig-alt: Nine panels of biases and norm scales in the first and last layer. Query biases spread most, key biases are a single spike at zero, those before the GELU lean to the left, and the scales lie well below one.
#| fig-cap: Share of each kind of bias by size, on a logarithmic scale; all began at exactly zero. Last panel: the scales of the first norm, which began at one.
figure, plots = plt.subplots(3, 3, figsize=(7, 6), sharey=True)
panels = {kind: f"{name}.bias" for kind, name in KINDS.items()}
panels |= {"norm 1": "attention_norm.bias", "norm 2": "feed_norm.bias"}
panels["scales, norm 1"] = "attention_norm.weight"
for plot, (kind, name) in zip(plots.flat, panels.items()):
    edges = torch.linspace(-0.8, 0.8, 33) + ("scales" in kind) * 0.5
    for n, line in ((0, "-"), (N - 1, "--")):
        p = parameters[f"blocks.{n}.{name}"]
        share = torch.histogram(p, edges).hist / p.numel()
        plot.stairs(share, edges, color="C1", ls=line, label=f"layer {n + 1}")
    plot.set(title=kind, yscale="log", ylim=(5e-4, 2))
plots[0, 1].legend(loc="lower right", fontsize=7, handlelength=1)
figure.tight_layout()
plt.show()

# %% [markdown]
# **What to notice.** Key biases are hundreds of times smaller than query biases. They get
# [no gradient](../learn/biases/what-it-learns.md), since the [softmax](../reference/glossary.md#softmax) cancels them;
# what little is there is rounding and whatever else moved them by accident. The biases before the
# [GELU](../reference/glossary.md#gelu) are below zero on average in every layer: most units are off until something
# switches them on. [What the biases do](biases.py) is a lab of its own.
#
# ## Which numbers did training never use?
#
# BERT's [vocabulary](../reference/glossary.md#vocabulary) has places for tokens that no text contains, named `[unused0]` and so on. Their rows in the
# embedding table are as near as one gets to a look at MiniLM before training.
#
# ??? question "Predict first"
#
#     A row of 384 numbers drawn with a standard deviation of 0.02 is 0.39 long. Will the rows of unused tokens still
#     be that long? Will they still point in random directions?

# %%
table = parameters["token.weight"]
words = tokenizer.get_vocab()
unused = table[[i for word, i in words.items() if word.startswith("[unused")]]
used = table[1996:29612]  # after the single characters and before the rarest signs
start = config["initializer_range"] * C**0.5
print(
    f"drawn {start:.2f}, unused {unused.norm(dim=1).mean():.2f}, words {used.norm(dim=1).mean():.2f} long"
)
shared = unused.mean(0)
print(f"what the {len(unused)} unused have in common is {shared.norm():.2f} long")
print(f"around it their numbers spread by {(unused - shared).std():.4f}")
assert 0.40 < unused.norm(dim=1).mean() < 0.50 < 1 < used.norm(dim=1).mean()
assert 0.35 < shared.norm() < 0.45 and 0.005 < (unused - shared).std() < 0.015

# %% [markdown]
# **What to notice.** The rows are nearly as long as they began, and yet they are not what was drawn: almost all of
# their length points one way, the same for every unused token. The table was also the output layer of the model
# that guessed words, and a wrong answer is pushed away at each step, so all tokens that are never right were
# pushed together. What is left around that direction is half as wide as what was drawn.
# [Weight decay](../reference/glossary.md#weight-decay) shrinks what gets no [gradient](../reference/glossary.md#gradient) and would explain it; the weights
# alone do not prove it.
#
# ## Which places were trained most?

# %%
#| fig-alt: The length of the position embeddings is nearly flat but for a single peak at position 127, after which all are a little longer.
#| fig-cap: Length of each position's embedding, without the first and the last two, which are off the scale. The peak is the last place of a text cut at 128 tokens.
lengths = parameters["position.weight"].norm(dim=1)
top = lengths.topk(3).indices.tolist()
print("longest:", ", ".join(f"position {p} with {lengths[p]:.2f}" for p in top))
print(
    f"positions 100 to 126: {lengths[100:127].mean():.2f}, 128 to 300: {lengths[128:301].mean():.2f}"
)
figure, plot = plt.subplots(figsize=(6, 2.8))
plot.plot(range(1, 510), lengths[1:510], "C0")
plot.annotate("position 127", (127, lengths[127]), (170, 0.68))
plot.set(xlabel="position", ylabel="length", ylim=(0, 0.8))
plt.show()
assert top[0] == 0 and lengths[127] > 1.4 * lengths[120:127].max()

# %% [markdown]
# **What to notice.** The peak is a trace of how the model was trained. Its card says that texts were cut to 128 tokens
# in the last training. A cut text ends in `[SEP]`, which then always stands at position 127, the last of the
# 128, so this one place learned something of its own. The longer rows behind it stood in no text of that training.
#
# ## The largest weight of all
#
# ??? question "Predict first"
#
#     One weight lies 175 standard deviations from the mean of its matrix. What happens to the embeddings if you set
#     it to zero?

# %%
down = bert.blocks[0].feed[2].weight
row, unit = divmod(down.detach().abs().argmax().item(), down.shape[1])
sizes = down.detach().abs().flatten().sort(descending=True).values
print(
    f"weight of unit {unit} on channel {row}: {down[row, unit]:.2f}, the next {sizes[1]:.2f}"
)
print(f"{(down[row, unit] / down.std()).item():.0f} standard deviations")

seen = []
hook = (
    bert.blocks[0]
    .feed[1]
    .register_forward_hook(lambda m, i, out: seen.append(out[0, :, unit]))
)
embed(texts[0])
hook.remove()
print("that unit, token by token:", seen[0].numpy().round(1) + 0.0)


def shift(change):
    """Mean cosine of some embeddings before and after a change of the down weights."""
    kept, before = down.detach().clone(), torch.stack([embed(t) for t in texts])
    with torch.no_grad():
        change(down)
        after = torch.stack([embed(t) for t in texts])
        down.copy_(kept)
    return (before * after).sum(1).mean().item()


one = shift(lambda w: w[row, unit].zero_())
fifth = torch.randperm(down.numel())[: down.numel() // 5]
many = shift(lambda w: w.view(-1).index_fill_(0, fifth, 0))
print(
    f"cosine with this weight at zero {one:.4f}, with a fifth of all at zero {many:.4f}"
)
assert one > 0.999 > many and seen[0][0] > 10 and seen[0][1:].max() < 1

# %% [markdown]
# **What to notice.** The largest weight belongs to a unit that answers to one token only, `[CLS]`, and there with a
# value that no other reaches. Together they write a huge number into one channel of that token's state. Such
# *massive [activations](../reference/glossary.md#activation)* are known from large models too, where removing them ruins the output. Here it does next to
# nothing: this model takes the mean over all tokens, in which `[CLS]` is one of many. The size of a weight does not
# tell what it is for, nor that it matters.
#
# ## What this does not show
#
# - MiniLM's own starting values are not public. "Before training" is here what BERT's code and MiniLM's
#   configuration say; it was also trained three times in a row, and nothing above tells which of these did what.
# - One small encoder is no sample of encoders. Widths, outliers and traces of cut texts will differ in the next.
# - A spread is not a function. That queries are wide does not say what they look for;
#   [the lab on attention](attention.py) looks at that.
#
# ## Try next
#
# - Set the whole of unit 856 to zero, in all three of its places, and measure the embeddings of your own sentences.
# - Compare position 127 before and after replacing it by position 126: which texts change?
# - Print the twenty longest and the twenty shortest rows of the token table. What kind of words are they?
# - Draw the first panel for the layers between: does the spread fall step by step?
# - Take `state[:, 0]`, the state of `[CLS]`, as the embedding instead of the mean. Does the largest weight matter then?
#
# ## Checked by
#
# `tests/labs/test_encoder.py` compares all states of our BERT with those of `transformers`' BertModel on the same
# file, in float64; the largest difference is in the table of [the labs' index](index.md). It also recomputes the
# spreads with NumPy from the raw file, whose 32-bit numbers it reads without any library of ours.
#
# ## Sources
#
# - [@wang2020].
# - [@minilmcard]: sections *Training procedure* and *Hyper parameters*: texts of at most 128 tokens.
# - [@devlin2019]; the standard deviation of 0.02 is `initializer_range` in its published configuration, [@bertcard].
# - [@sun2024]: sections 2 and 3.
#
# Next: [What do the biases of a real model do?](biases.py)
