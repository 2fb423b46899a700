# ---
# description: A small trained T5 translates, answers and fills gaps, or fails to. Which of its heads look at the English word behind a German one, and whether it needs them.
# weights: [flan]
# limit: 60
# ---

# %% [markdown]
# # Where does a translator look?
#
# [TIME]
#
# Its early layers look at the word just written, its late ones at the word to come, and single heads do so for
# most words of sentences aligned by hand. Yet without the head that aligns best the model does as well as with it.
#
# [LAB]
#
# The model is a small [T5](../models/t5.md) of version 1.1 with a long way behind it. Google trained it on web text,
# then on instructions (flan-t5-small). The package's author trained it on to write short titles, as a larger model
# would write them, and stored its [weights](../reference/glossary.md#weight) in whole numbers of 8 bits. What is to
# be seen here is what all this left.

# %%
# --8<-- "docs/labs/weights/flan.py"

# %%
# --8<-- "models/t5.py"

# %%
# --8<-- "models/load_t5.py"

# %% [markdown]
# ## From whole numbers to a model
#
# The files are ONNX graphs: lists of operations with the numbers that they need. Each matrix is stored as
# whole numbers, one scale and one zero point: $w = \text{scale} \cdot (\text{number} - \text{zero})$. Most matrices
# lost their names on the way; the operation that multiplies by them still has it.

# %%
import onnx
from onnx.numpy_helper import to_array


def tensors(file):
    """The tensors of an ONNX file, as numbers again, and each one's scale."""
    graph = onnx.load(file).graph
    stored = {t.name: to_array(t) for t in graph.initializer}
    user = {
        n.input[1]: n.name.strip("/").replace("/", ".").removesuffix("MatMul_quant")
        for n in graph.node
        if n.op_type == "MatMulInteger"
    }
    for name, array in stored.items():
        if name.endswith("norm.weight"):
            yield name, torch.tensor(array), None
        elif name.endswith("_quantized"):
            stem = name.removesuffix("_quantized")
            zero, scale = stored[stem + "_zero_point"], stored[stem + "_scale"]
            w = torch.tensor(scale * (array.astype("float32") - zero))
            # x @ w in the graph, x @ w.T in torch
            known = name in user
            yield (user[name] + "weight", w.T, scale) if known else (stem, w, scale)


# %%
state, scales = {}, {}
for file in (encoder_file, decoder_file):
    for name, w, scale in tensors(file):
        name = re.sub("^enc.", "encoder.", name).removeprefix("m.")
        state[name], scales[name] = w, scale
V, C = state["shared.weight"].shape
t5 = T5(V=V, C=C, H=6, D=64, F=1024, N=8, gated=True)
t5.load_state_dict(convert(state, gated=True))  # strict: every name must fit
t5.requires_grad_(False)
total = sum(p.numel() for p in t5.parameters())
biases = sum(p.numel() for n, p in t5.named_parameters() if "bias" in n)
print(f"{total:,} numbers, {biases} of them biases")
assert (total, biases) == (76_961_152, 0)
assert (state["encoder.embed_tokens.weight"] == state["shared.weight"]).all()

# %% [markdown]
# Not one [bias](../reference/glossary.md#bias): T5 [was built without](../models/t5.md). One number of it was not
# in the files' names: that $H \cdot D$, the width of the queries, is 6 heads of 64.
#
# How coarse is it? Rounding to steps moves a number by up to half a step, and by $1/\sqrt{12}$ of a step in root mean
# square if all errors within a step are as likely.

# %%
KINDS = {
    "embedding": "shared", "query": "SelfAttention.q", "value": "SelfAttention.v",
    "cross query": "EncDecAttention.q", "up": "wi_1", "down": "wo.", "head": "lm_head",
}  # fmt: skip
print("kind         used of 256 levels, zeros, rounding error / spread")
for kind, part in KINDS.items():
    rows = [(state[n], scales[n]) for n in state if part in n and scales[n]]
    levels = [len(w.unique()) for w, _ in rows]
    zeros = max((w == 0).float().mean().item() for w, _ in rows)
    error = [(s / 12**0.5 / w.std()).item() for w, s in rows]
    print(
        f"{kind:12} {min(levels):3} to {max(levels):3}   up to {zeros:5.1%}"
        f"   {min(error):5.1%} to {max(error):5.1%}"
    )

# %% [markdown]
# **What to notice.** TODO
#
# ## Does it translate?
#
# [Greedy decoding](../reference/glossary.md#greedy-decoding): read once with the encoder, then take the
# likeliest [token](../reference/glossary.md#token) again and again, until the model writes its end sign, number 1.

# %%
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file(tokenizer_file)
tokenizer.no_padding()
tokenizer.no_truncation()


def write(text, most=30):
    """The ids that the model writes for a text, one at a time."""
    ids = torch.tensor([tokenizer.encode(text).ids])
    see = torch.ones(1, 1, 1, ids.shape[1]) == 1
    read, out = t5.stack(ids, see), [0]  # read once
    while len(out) <= most and (len(out) == 1 or out[-1] != 1):
        x = t5.stack(torch.tensor([out]), see, read)[0, -1]
        out.append(t5.head(x).argmax().item())
    return out[1:]


def answer(text):
    return tokenizer.decode(write(text))


SENTENCES = [
    "The house is wonderful.",
    "The weather is nice today.",
    "I can see the church from the window.",
    "The children are playing in the garden.",
    "My brother lives in Berlin.",
    "The cat is black.",
    "She drinks a glass of water every morning.",
]
german = {s: answer("translate English to German: " + s) for s in SENTENCES}
for english, words in german.items():
    print(english, "->", words)
assert german[SENTENCES[0]] == "Das Haus ist wunderbar."

# %% [markdown]
# TODO
#
# ## Does it answer?

# %%
REVIEWS = {
    "positive": [
        "I loved every minute of it.", "Not bad at all.",
        "A warm, funny and moving film.", "The room was clean and quiet.",
        "I have never slept so well.", "I expected to hate it, and I did not.",
    ],
    "negative": [
        "The film was a waste of time.", "I would not watch it again.",
        "The actors are brilliant, but the story bored me.",
        "The food was cold and the waiter was rude.",
        "Nobody should pay for this.", "It broke after two days.",
    ],
}  # fmt: skip
right = 0
for label, texts in REVIEWS.items():
    for text in texts:
        said = answer("Is this review positive or negative? " + text)
        right += said == label
        if said != label:
            print(f"{text} {label}; the model: {said}")
print(right, "of 12 right")
assert right >= 10

# %%
for text in (
    "What is the capital of Germany?",
    "What is the capital of France?",
    "Who wrote Romeo and Juliet?",
    "Berlin is the capital of Germany and Paris is the capital of France."
    " What is the capital of France?",
    "Paris is the capital of Germany. What is the capital of Germany?",
    "Tom lives in Oslo and works as a baker. Where does Tom live?",
    "The train to Bern leaves at nine from platform four."
    " When does the train leave?",
):
    print(text, "->", answer(text))

# %% [markdown]
# TODO
#
# ## Can it still fill gaps?
#
# ??? question "Predict first"
#
#     T5 was trained at first by [span corruption](../reference/glossary.md#span-corruption): a text comes with gaps, marked by [sentinels](../reference/glossary.md#sentinel) `<extra_id_0>`,
#     `<extra_id_1>`, and the answer begins with the first sentinel. For months nothing else; after that came instructions and titles.
#     How likely is the first sentinel now as the first token of the answer?

# %%
sentinel = tokenizer.token_to_id("<extra_id_0>")
GAPS = [
    "Thank you <extra_id_0> me to your party <extra_id_1> week.",
    "Paris is the <extra_id_0> of France.",
    "I drink a cup of <extra_id_0> every morning.",
]
ranks, chances = [], []
for text in GAPS:
    ids = torch.tensor([tokenizer.encode(text).ids])
    scores = t5(ids, torch.tensor([[0]]))[0, 0]
    ranks.append((scores > scores[sentinel]).sum().item() + 1)
    chances.append(scores.double().softmax(0)[sentinel].item())
    print(text, "->", answer(text))
print("chance below 1e-15:", max(chances) < 1e-15)
print(f"{sentinel + 1:,} tokens and {V - sentinel - 1} empty rows, rank", ranks)
assert min(ranks) > 31_000 and max(chances) < 1e-15

# %% [markdown]
# TODO
#
# ## Which English word does it look at?
#
# [Cross-attention](../reference/glossary.md#cross-attention) has one row for each German token written, with weights on the English tokens read. To
# judge it, we need to know what is right. So here are sentences with a translation, and behind each German
# word the number of the English one that it stands for. The model is *given* the German words, whatever it would
# have written.
#
# ??? question "Predict first"
#
#     A row of the decoder reads one German word and predicts the next. Will it look at the English word of
#     the one that it reads, or at that of the one that it has to write?

# %%
PAIRS = [line.split(" | ") for line in """\
The house is wonderful. | Das-1 Haus-2 ist-3 wunderbar-4
The children play in the garden. | Die-1 Kinder-2 spielen-3 im-4,5 Garten-6
I have read the book. | Ich-1 habe-2 das-4 Buch-5 gelesen-3
We will buy a new house tomorrow. | Wir-1 werden-2 morgen-7 ein-4 neues-5 Haus-6 kaufen-3
The dog sleeps under the table. | Der-1 Hund-2 schläft-3 unter-4 dem-5 Tisch-6
Today the weather is very good. | Heute-1 ist-4 das-2 Wetter-3 sehr-5 gut-6
My brother works in a small town. | Mein-1 Bruder-2 arbeitet-3 in-4 einer-5 kleinen-6 Stadt-7
She wants to see the old church. | Sie-1 will-2 die-5 alte-6 Kirche-7 sehen-3,4
I know that he is in Berlin. | Ich-1 weiß-2 dass-3 er-4 in-6 Berlin-7 ist-5
Yesterday my mother drank a cup of tea. | Gestern-1 trank-4 meine-2 Mutter-3 eine-5 Tasse-6,7 Tee-8
He has never seen the sea. | Er-1 hat-2 das-5 Meer-6 nie-3 gesehen-4
The red car stands in front of the school. | Das-1 rote-2 Auto-3 steht-4 vor-5,6,7 der-8 Schule-9
My red bag is not here. | Meine-1 rote-2 Tasche-3 ist-4 nicht-5 hier-6
They must close the door at night. | Sie-1 müssen-2 nachts-6,7 die-4 Tür-5 schließen-3
The man who lives here reads many books. | Der-1 Mann-2 der-3 hier-5 wohnt-4 liest-6 viele-7 Bücher-8
In summer we often swim in the lake. | Im-1 Sommer-2 schwimmen-5 wir-3 oft-4 im-6,7 See-8
""".splitlines()]  # fmt: skip


def encode(text):
    """Token ids, and for each token the number of its word; 0: none."""
    e = tokenizer.encode(text)
    word = torch.tensor([token.startswith("▁") for token in e.tokens]).cumsum(0)
    for place, token in enumerate(e.tokens):
        word[place] *= token not in (".", "</s>")
    return torch.tensor([e.ids]), word


# %%
def look(english, marked):
    """Attention (N, H, rows, words), word of each row's token, gold."""
    ids, source = encode("translate English to German: " + english)
    source = (source - 4).clamp(min=0)  # without the prompt's four words
    marked = [w.split("-") for w in marked.split()]
    out, word = encode(" ".join(w for w, _ in marked) + ".")
    gold = [[int(n) for n in numbers.split(",")] for _, numbers in marked]
    inputs = torch.cat([torch.zeros(1, 1).long(), out[:, :-1]], 1)
    t5(ids, inputs)
    maps = torch.stack([block.cross.map[0] for block in t5.decoder])
    maps = torch.stack(
        [maps[..., source == n].sum(-1) for n in range(1, source.max() + 1)], -1
    )
    return maps, word, gold


def hits(maps, word, gold, later):
    """Which German words (N, H, words) have their largest weight on the right one."""
    found = []
    for n, numbers in enumerate(gold, 1):
        places = (word == n).nonzero()[:, 0] + later  # row that writes, or reads, it
        best = maps[:, :, places].mean(2).argmax(-1) + 1
        found.append(sum(best == number for number in numbers) > 0)
    return torch.stack(found, -1).float()


# %%
def straight(maps, word, gold):
    """The same for a rule: the place in German, scaled to English."""
    places = [int((n + 0.5) / len(gold) * maps.shape[-1]) for n in range(len(gold))]
    return torch.tensor([p + 1 in g for p, g in zip(places, gold)]).float()


def pooled(maps):
    """The six heads' mean, as a head of its own."""
    return maps.mean(1, keepdim=True)


seen = [look(*pair) for pair in PAIRS]
diagonal = torch.cat([straight(*s) for s in seen])
heads, layers = {}, {}
for kind, later in (("just read", 1), ("to be written", 0)):
    heads[kind] = torch.cat([hits(*s, later) for s in seen], -1)
    mean = torch.cat([hits(pooled(m), *s, later) for m, *s in seen], -1)
    layers[kind] = mean[:, 0].mean(-1)
    print(f"{kind:13}, layer 1 to 8:", *(f"{x:.0%}" for x in layers[kind]))
print(f"{len(diagonal)} words, straight down the diagonal {diagonal.mean():.0%}")
early, late = (layers[kind] for kind in layers)
assert early[:3].min() > 0.55 and early[3:].max() < 0.35
assert late[5:].min() > 0.45 and late[:3].max() < 0.35

# %%
#| fig-alt: By layer, the share of words aligned rightly. For the word just read it is high in layers one to three and low afterwards; for the word to be written it rises from the fourth layer on. Single heads scatter widely around the mean map.
#| fig-cap: Marks are heads, lines the mean of a layer's six maps. Filled and dashed, the word just read; hollow and solid, the word to be written; dotted, the diagonal.
import matplotlib.pyplot as plt

figure, plot = plt.subplots(figsize=(6, 3.4))
for kind, mark, fill, line in (
    ("just read", "o", "C2", "--"),
    ("to be written", "s", "none", "-"),
):
    x = torch.arange(1, 9) + (0.1 if mark == "s" else -0.1)
    plot.plot(x, heads[kind].mean(-1), f"C2{mark}", mfc=fill, ms=4)
    plot.plot(x, layers[kind], f"C2{line}", label=kind)
plot.axhline(diagonal.mean(), color="C2", ls=":", label="diagonal")
plot.set(xlabel="layer of the decoder", ylabel="words right", ylim=(0, 1))
figure.legend(ncols=3, loc="outside upper left")
plt.show()

# %% [markdown]
# TODO

# %%
#| fig-alt: Two maps of one sentence. In layer three, head four, nearly each German word puts its weight on its English word, with the moved ones. In layer seven the right word is often among the strongest.
#| fig-cap: German words down, English ones across; o marks the alignment by hand. Left: layer 3, head 4, in the row that reads the word. Right: layer 7, mean of its heads, in the row that writes it.
pair = 3
english, marked = (text.split() for text in PAIRS[pair])
maps, word, gold = seen[pair]
figure, plots = plt.subplots(1, 2, figsize=(7, 3.6), sharey=True)
for plot, a, later in zip(plots, (maps[2, 3], maps[6].mean(0)), (1, 0)):
    rows = [(word == n).nonzero()[:, 0] + later for n in range(1, len(gold) + 1)]
    plot.pcolormesh(torch.stack([a[r].mean(0) for r in rows]))
    for n, numbers in enumerate(gold):
        plot.text(numbers[0] - 0.5, n + 0.5, "o", ha="center", va="center")
    plot.set_xticks(torch.arange(len(english)) + 0.5, english, rotation=60)
plots[0].set_yticks(torch.arange(len(gold)) + 0.5, [w.split("-")[0] for w in marked])
plots[0].invert_yaxis()
figure.tight_layout()
plt.show()

# %% [markdown]
# ## Is the best head only the luckiest?
#
# Of 48 heads the best of a hundred words is partly chance. So choose it on the odd sentences and judge it on
# the even ones.

# %%
odd = torch.cat([torch.full((len(s[2]),), n % 2 == 0) for n, s in enumerate(seen)])
off = ~odd & (diagonal == 0)
print(f"even sentences: diagonal {diagonal[~odd].mean():.0%}")
chosen, held = {}, {}
for kind, r in heads.items():
    share = r[..., odd].mean(-1)
    n, h = chosen[kind] = divmod(share.argmax().item(), 6)
    held[kind] = r[n, h, ~odd].mean().item()
    print(f"{kind}: layer {n + 1}, head {h + 1}, {share.max():.0%} on odd sentences")
    print(f"  on even ones {held[kind]:.0%},", end=" ")
    print(f"of {off.sum()} words off the diagonal {r[n, h, off].mean():.0%}")
assert chosen["just read"] == (2, 3) and held["just read"] > 0.8
assert held["to be written"] < 0.65

# %%
n, h = chosen["just read"]
print(f"where layer {n + 1}, head {h + 1} looks elsewhere:")
for (english, marked), (maps, word, gold) in zip(PAIRS, seen):
    for g, w in enumerate(marked.split(), 1):
        best = maps[n, h, (word == g).nonzero()[:, 0] + 1].mean(0).argmax().item()
        if best + 1 not in gold[g - 1]:
            print(f"  {w.split('-')[0]} -> {english.split()[best]}   ({english})")

# %% [markdown]
# TODO
#
# ## Does the model need these heads?
#
# ??? question "Predict first"
#
#     Take one head out of cross-attention: all that it adds becomes zero. Which of the 48 will the
#     translations miss most, those that align best?

# %%
even = [p for n, p in enumerate(PAIRS) if n % 2]
asked = [encode("translate English to German: " + e)[0][0] for e, _ in even]
given = [
    encode(" ".join(w.split("-")[0] for w in marked.split()) + ".")[0][0]
    for _, marked in even
]
ids, out = (
    nn.utils.rnn.pad_sequence(texts, batch_first=True) for texts in (asked, given)
)
see = (ids != 0)[:, None, None]
read = t5.stack(ids, see)
inputs = torch.cat([torch.zeros(len(out), 1).long(), out[:, :-1]], 1)


def loss(parts=()):
    """Cross-entropy of the German tokens without these cross-attention heads."""
    kept = [block.cross.o.weight.clone() for block in t5.decoder]
    for n, h in parts:
        t5.decoder[n].cross.o.weight[:, h * 64 : h * 64 + 64] = 0
    x = t5.stack(inputs, see, read)[out != 0]
    for block, weight in zip(t5.decoder, kept):
        block.cross.o.weight.copy_(weight)
    return nn.functional.cross_entropy(t5.head(x), out[out != 0]).item()


whole = loss()
cost = torch.tensor([[loss([(n, h)]) - whole for h in range(6)] for n in range(8)])
everything = [(n, h) for n in range(8) for h in range(6)]
print(f"loss {whole:.2f} a token; without …")
for what, parts in {
    "layer 3, head 4": [(2, 3)],
    "layer 6, head 1": [(5, 0)],
    "layers 1 to 3": everything[:18],
    "layers 6 to 8": everything[30:],
    "all 48 heads": everything,
}.items():
    print(f"{what:16} {loss(parts) - whole:+.2f}")
print(f"most missed: layer, head {divmod(cost.argmax().item(), 6)}")
print(cost.mul(100).round().int(), [x.sum() for x in (cost, )])
