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
# In the first [layers](../reference/glossary.md#layer) of the [decoder](../reference/glossary.md#decoder) at the word just written, in the last ones at the word to come. The head that
# aligns best finds nearly nine of ten words, and without it the model does almost as well as with it.
#
# [LAB]
#
# The model is a small [T5](../models/t5.md) of version 1.1 with a long way behind it. Google
# trained it on web text, then on instructions: that is flan-t5-small. The
# author of the package trained it on, to write short titles as a larger model would, and stored its
# [weights](../reference/glossary.md#weight) in 8 bits each. What you see here is what all this left; the lab cannot
# tell which step did what.

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

state, scales = {}, {}
for file in (encoder_file, decoder_file):
    graph = onnx.load(file).graph
    stored = {t.name: to_array(t) for t in graph.initializer}
    users = {n.input[1]: n.name for n in graph.node if n.op_type == "MatMulInteger"}
    for name in stored:
        if not name.endswith(("_quantized", "norm.weight")):
            continue
        w, ours = torch.tensor(stored[name]), name.removesuffix("_quantized")
        zero, scale = (stored.get(ours + end) for end in ("_zero_point", "_scale"))
        w = w if scale is None else (w.float() - int(zero)) * float(scale)
        if name in users:  # x @ w in the graph, x @ w.T in torch
            ours = users[name].strip("/").replace("/", ".")
            w, ours = w.T, ours.replace("MatMul_quant", "weight")
        ours = re.sub("^enc.", "encoder.", ours).removeprefix("m.")
        state[ours], scales[ours] = w, scale

# %%
V, C = state["shared.weight"].shape
t5 = T5(V=V, C=C, H=6, D=64, F=1024, N=8, gated=True)
t5.load_state_dict(convert(state, gated=True))  # strict: every name must fit
t5.requires_grad_(False)
total = sum(p.numel() for p in t5.parameters())
biases = sum(p.numel() for n, p in t5.named_parameters() if "bias" in n)
print(f"{total:,} numbers, {biases} of them biases")
matrices = [n for n in state if scales[n] and state[n].numel() > 1000]
levels, worst = min((len(state[n].unique()), n) for n in matrices)
zeros = (state[worst] == 0).float().mean()
print(f"fewest levels used: {levels} of 256, {zeros:.0%} zeros, in", worst)
assert biases == 0 and levels == 45 and 0.15 < zeros < 0.17

# %% [markdown]
# Not one [bias](../reference/glossary.md#bias): T5 [was built without](../models/t5.md#what-its-weights-and-biases-are). Most matrices use
# far more levels than the worst one, of the [feed-forward part](../reference/glossary.md#feed-forward-network): there a few large
# weights stretch the scale, and a sixth of the others [rounds](../reference/glossary.md#quantisation) to zero.
#
# ## Does it translate?
#
# [Greedy decoding](../reference/glossary.md#greedy-decoding): read once with the [encoder](../reference/glossary.md#encoder), then take the
# likeliest [token](../reference/glossary.md#token) again and again, until the model writes its end sign, number 1.

# %%
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file(tokenizer_file)
tokenizer.no_padding()
tokenizer.no_truncation()


def write(text, most=16):
    """The ids that the model writes for a text, one at a time."""
    ids = torch.tensor([tokenizer.encode(text).ids])
    see = torch.ones(1, 1, 1, ids.shape[1]) == 1
    read, out = t5.stack(ids, see), [0]  # read once
    while len(out) <= most and (len(out) == 1 or out[-1] != 1):
        x = t5.stack(torch.tensor([out]), see, read)
        out.append(t5.head(x)[0, -1].argmax().item())
    return out[1:]


def answer(text):
    return tokenizer.decode(write(text))


SENTENCES = [
    "The house is wonderful.",
    "I can see the church from the window.",
    "My brother lives in Berlin.",
    "The cat is black.",
    "She drinks a glass of water every morning.",
]
german = {s: answer("translate English to German: " + s) for s in SENTENCES}
for english, words in german.items():
    print(english, "->", words)
assert german[SENTENCES[0]] == "Das Haus ist wunderbar."

# %% [markdown]
# **What to notice.** The first is right, the second has one wrong ending. Then the brother becomes a homeland, the
# cat Copenhagen, and the last sentence is a loop. All are German of a kind, so that somebody who cannot read it
# would not see which are wrong.
#
# The graph in the file rounds not only the weights but also the [activations](../reference/glossary.md#activation):
# what goes into each matrix, to 256 steps. Here is the same with our model.


# %%
def rounded(module, inputs):
    """What goes into a matrix, in 256 steps from its smallest number to its largest."""
    (x,) = inputs
    low, high = x.min().clamp(max=0), x.max().clamp(min=0)
    scale = (high - low) / 255
    zero = (-low / scale).round()
    return ((x / scale).round() + zero).clamp(0, 255).sub(zero).mul(scale)


t5.double()  # so that no step depends on the machine
linears = [m for m in t5.modules() if isinstance(m, nn.Linear)]
hooks = [m.register_forward_pre_hook(rounded) for m in linears]
now = {s: answer("translate English to German: " + s) for s in SENTENCES}
for hook in hooks:
    hook.remove()
t5.float()
for english, words in now.items():
    print("same" if words == german[english] else "now", words)
assert now[SENTENCES[0]] == german[SENTENCES[0]]
assert sum(words != german[e] for e, words in now.items()) > 2

# %% [markdown]
# **What to notice.** One survives; the brother gets nearer, the cat farther. A few activations are so large that
# steps which fit them are coarse for the others. So no translation here is evidence about T5, only about
# this file, run in this way.
# Below, activations are not rounded.
#
# ## Does it answer?

# %%
for text in (
    "Is this review positive or negative? Not bad at all.",
    "Is this review positive or negative? I would not watch it again.",
    "Is this review positive or negative? I expected to hate it. I did not.",
    "What is the capital of France?",
    "Berlin is the capital of Germany and Paris is the capital of France."
    " What is the capital of France?",
    "Paris is the capital of Germany. What is the capital of Germany?",
    "The train leaves at nine from platform four. When does the train leave?",
):
    print(text, "->", answer(text))

# %% [markdown]
# **What to notice.** It tells good from bad, until the good news hides in "I did not". Of facts it knows little, but it can copy
# an answer from the text, even a false one. For the train it found the right sentence and the wrong end of it.
# Seven prompts are an impression, no measurement.
#
# ## Can it still fill gaps?
#
# ??? question "Predict first"
#
#     T5 1.1 learned by [span corruption](../reference/glossary.md#span-corruption) alone: a text comes with gaps, marked by
#     [sentinels](../reference/glossary.md#sentinel) `<extra_id_0>`, `<extra_id_1>`, and the answer begins with the first sentinel. After that
#     came other training. How likely is the first sentinel now, as the first token?

# %%
text = "I drink a cup of <extra_id_0> every morning."
sentinel = tokenizer.token_to_id("<extra_id_0>")
scores = t5(torch.tensor([tokenizer.encode(text).ids]), torch.tensor([[0]]))[0, 0]
rank = (scores > scores[sentinel]).sum().item() + 1
print(text, "->", answer(text))
print(f"the sentinel: rank {rank:,} of {V:,},", end=" ")
print("below 1e-15:", scores.double().softmax(0)[sentinel].item() < 1e-15)
assert rank > 31_900 and (scores[sentinel + 1 :] < scores[sentinel]).all()

# %% [markdown]
# **What to notice.** Nothing is left of it: the sentinel ranks among the rows after it, which stand for no token
# at all. What is never right any more is pushed down at each step. The model writes a title of sorts instead,
# what it was trained for last.
#
# ## Which English word does it look at?
#
# [Cross-attention](../reference/glossary.md#cross-attention) has a row for each German token, with weights on the
# English tokens. To judge it, here are translations, and behind each German word the number of the English one that it
# stands for. The model is *given* the German words, whatever it would have written.
#
# ??? question "Predict first"
#
#     A row of the decoder reads one German word and predicts the next. Will it look at the English word of
#     the one that it reads, or at that of the one that it has to write?

# %%
ALIGNED = """\
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
"""
PROMPT = "translate English to German: "
PAIRS = []  # English, German words, which German word is which English one
for line in ALIGNED.splitlines():
    english, marked = line.split(" | ")
    words, numbers = zip(*(w.split("-") for w in marked.split()))
    gold = torch.zeros(len(words), len(english.split()))
    for g, those in enumerate(numbers):
        gold[g, [int(n) - 1 for n in those.split(",")]] = 1
    PAIRS.append((english, words, gold))


# %%
def encode(text):
    """Token ids (1, T), and which word each token is of: (T, words), 0 or 1."""
    e = tokenizer.encode(text)
    word = torch.tensor([t.startswith("▁") for t in e.tokens]).cumsum(0) - 1
    of = nn.functional.one_hot(word).float()
    of[[n for n, t in enumerate(e.tokens) if t in (".", "</s>")]] = 0
    return torch.tensor([e.ids]), of


def look(english, words, gold):
    """Attention (N, H, German words, English words) of two kinds of rows."""
    ids, source = encode(PROMPT + english)
    out, word = encode(" ".join(words) + ".")
    t5(ids, nn.functional.pad(out[:, :-1], (1, 0)))  # row u writes token u
    maps = torch.stack([block.cross.map[0] for block in t5.decoder])
    maps = maps @ source[:, 4:]  # without the four words of the prompt
    return {"just read": word.roll(1, 0).T @ maps, "to be written": word.T @ maps}


def right(best, gold):
    """1 where the English word (..., German words) is the right one."""
    return gold[torch.arange(len(gold)), best]


# %%
seen = [(look(*pair), pair[2]) for pair in PAIRS]
diagonal = []
for _, g in seen:
    place = (torch.arange(len(g)) + 0.5) / len(g) * g.shape[1]
    diagonal.append(right(place.long(), g))
diagonal = torch.cat(diagonal)
heads, layers = {}, {}
for kind in ("just read", "to be written"):
    maps = [(m[kind], g) for m, g in seen]
    heads[kind] = torch.cat([right(m.argmax(-1), g) for m, g in maps], -1)
    mean = torch.cat([right(m.mean(1).argmax(-1), g) for m, g in maps], -1)
    layers[kind] = mean.mean(-1)
    print(f"{kind:13}, layer 1 to 8:", *(f"{x:.0%}" for x in layers[kind]))
chance = torch.cat([g.mean(1) for _, g in seen]).mean()
print(
    f"{len(diagonal)} words; diagonal {diagonal.mean():.0%}, at random {chance:.0%}"
)
early, late = layers.values()
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
# **What to notice.** Both, one after the other. Layers 1 to 3 look at the word just read; from layer 4 on the
# weight moves to the word to be written. It makes sense: a row begins as the word that it reads and has to end as the next.
# Nobody told the layers to divide it so.
#
# Guessing by place, the first to the first and the last to the last, gets 65 % right. Only what is clearly above
# that knows words and not just places.

# %%
#| fig-alt: Two maps of one sentence. On the left most German words put their weight on the English word marked, also those that moved. On the right the marked words have some weight, but the small word a draws more from nearly all rows.
#| fig-cap: German words down, English ones across; o marks the alignment by hand. Left: layer 3, head 4, in the row that reads the word. Right: layer 7, mean of its heads, in the row that writes it.
english, words, gold = PAIRS[3]
maps = seen[3][0]
figure, plots = plt.subplots(1, 2, figsize=(7, 3.6), sharey=True)
for plot, a in zip(
    plots, (maps["just read"][2, 3], maps["to be written"][6].mean(0))
):
    plot.pcolormesh(a, vmax=1.5 * a.max())  # so that marks can be read
    for g, e in gold.nonzero():
        plot.text(e + 0.5, g + 0.5, "o", ha="center", va="center")
    plot.set_xticks(torch.arange(7) + 0.5, english.strip(".").split(), rotation=60)
plots[0].set_yticks(torch.arange(7) + 0.5, words)
plots[0].invert_yaxis()
figure.tight_layout()
plt.show()

# %% [markdown]
# ## Is the best head only the luckiest?
#
# The best of 48 heads is partly chance. So choose it on the odd sentences and judge it on the even ones. The numbers before
# the colon: layer and head.

# %%
odd = [torch.full((len(g),), n % 2 == 0) for n, (_, g) in enumerate(seen)]
odd = torch.cat(odd)
off = ~odd & (diagonal == 0)
held = {}
print("                      odd   even   even, off the diagonal")
print(
    f"diagonal              {diagonal[odd].mean():.0%}   {diagonal[~odd].mean():.0%}"
)
for kind, r in heads.items():
    share = r[..., odd].mean(-1)
    n, h = divmod(share.argmax().item(), 6)
    held[n, h] = r[n, h, ~odd].mean().item()
    print(f"{kind:13} {n + 1}, {h + 1}:   {share.max():.0%}", end="   ")
    print(f"{held[n, h]:.0%}    {r[n, h, off].mean():.0%}")
assert held[2, 3] > 0.8 and held[4, 0] < 0.65

# %%
print("where layer 3, head 4 looks elsewhere:")
for (english, words, gold), (maps, _) in zip(PAIRS, seen):
    best = maps["just read"][2, 3].argmax(-1)
    for g in (right(best, gold) == 0).nonzero()[:, 0]:
        print(
            f"  {words[g]} -> {english.strip('.').split()[best[g]]}   ({english})"
        )

# %% [markdown]
# **What to notice.** The head of layer 3 holds what it promised, on words off the diagonal too. The one for words
# to be written does not: on new sentences it is no better than the diagonal. Of the good one's failures
# three are verbs that German puts last: *gelesen*, *kaufen*, *ist*.
#
# ## Does the model need these heads?
#
# ??? question "Predict first"
#
#     Take one head out of cross-attention, so that what it adds is zero. Which of the 48 will the German words miss most?

# %%
ids, out = (
    nn.utils.rnn.pad_sequence([encode(t)[0][0] for t in texts], batch_first=True)
    for texts in zip(*((PROMPT + e, " ".join(w) + ".") for e, w, _ in PAIRS[1::2]))
)
see = (ids != 0)[:, None, None]
read, inputs = t5.stack(ids, see), nn.functional.pad(out[:, :-1], (1, 0))
gate = torch.ones(8, 6)  # what each head's output is multiplied by
for n, block in enumerate(t5.decoder):
    block.cross.o.register_forward_pre_hook(
        lambda m, x, n=n: (x[0] * gate[n].repeat_interleave(64),)
    )


def loss(without=slice(0)):
    """Cross-entropy of the German tokens without these heads of cross-attention."""
    gate.fill_(1)[without] = 0
    x = t5.stack(inputs, see, read)[out != 0]
    gate.fill_(1)
    return nn.functional.cross_entropy(t5.head(x), out[out != 0]).item()


whole = loss()
cost = torch.tensor([[loss((n, h)) - whole for h in range(6)] for n in range(8)])
print(f"loss {whole:.2f} a token. It rises without (one by one, summed):")
rise = {}
for what, part in {
    "layer 3, head 4": (2, 3), "layers 1 to 3": slice(3),
    "layers 6 to 8": slice(5, 8), "all 48 heads": slice(None),
}.items():  # fmt: skip
    rise[what] = loss(part) - whole
    print(f"{what:16} {rise[what]:.2f} ({cost[part].sum():.2f})")
n, h = divmod(cost.argmax().item(), 6)
found = heads["to be written"][n, h, ~odd].mean()
print(f"missed most: {n + 1}, {h + 1}, {cost[n, h]:.2f}; it aligns {found:.0%}")
assert rise["layer 3, head 4"] < 0.1 and rise["layers 1 to 3"] > 0.4 and n == 5
assert 2 * rise["layers 1 to 3"] < rise["layers 6 to 8"]

# %% [markdown]
# **What to notice.** The head that aligns best is hardly missed, and no other in its layers much more; yet without all 18
# the [loss](../reference/glossary.md#loss) rises about four times as much as one by one, as if each stood in for the others.
# So *"without it nothing changes, therefore it does nothing"* does not follow. The last layers matter most, and the
# head that is missed most looks at the right word in a third of cases.
#
# !!! warning "Common misreading"
#
#     *"The [attention](../reference/glossary.md#attention) map shows how the model translates."* It shows where rows take values from, not whether
#     these are needed, nor what they say: after the encoder each English place holds something of all others.
#
# ## What this does not show
#
# - The model is a damaged translator, given translations that it would not write. A good one may divide its layers
#   otherwise; the papers below looked at some.
# - Sixteen sentences, a hundred words, aligned by one person: *Tasse* for *cup of* is a choice.
# - Without a head the model meets sums that it has never seen. One trained without it might not miss it.
# - Google's flan-t5-small was not at hand: how much of each failure is from 8 bits, how much from titles, and what the
#   small model never could do, is not known.
#
# ## Try next
#
# - Write your own pairs, with verbs like *steht ... auf*. Where does layer 3, head 4 look?
# - Translate to French. Does the same head align?
# - Start the answer with `out = [0, sentinel]`. Does it fill the gap then?
#
# ## Checked by
#
# `tests/labs/test_translator.py`: scores and all attention weights against `transformers`' T5 in float64; alignments counted a
# second time in plain Python; losses without heads against `transformers`. `tests/labs/test_translator_graph.py`: against ONNX
# Runtime on the package's graph, as it is product by product, with activations rounded, and with each integer product made one
# of floats without. The largest differences are in
# [the labs' index](index.md#checked-by).
#
# ## Sources
#
# - [@raffel2020].
# - [@t5code]:
#   [`released_checkpoints.md`](https://github.com/google-research/text-to-text-transfer-transformer/blob/main/released_checkpoints.md),
#   section t5.1.1 (T5 1.1, trained without tasks).
# - [@chung2022].
# - [@traceforge], the package's own description: "seq-KD flan-t5-small", 8-bit ONNX. Which texts and which larger
#   model, it does not say.
# - [@onnx]: [DynamicQuantizeLinear](https://onnx.ai/onnx/operators/onnx__DynamicQuantizeLinear.html), how activations
#   are rounded.
# - [@chen2020]: section 1: alignments are better where the word is read than where it is written.
# - [@michel2019]: section 3: most heads can be taken out alone.
#
# Next: [How many numbers must fine-tuning move?](finetuning.py)
