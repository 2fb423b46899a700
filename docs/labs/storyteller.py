# ---
# description: A LLaMA-type decoder in forty lines of NumPy writes a story; then its layers are read, its weights rounded, zeroed and merged.
# weights: [stories]
# limit: 60
# ---

# %% [markdown]
# # Can NumPy tell a story?
#
# [TIME]
#
# Yes: some forty lines and 15 million trained [weights](../reference/glossary.md#weight) write one, without a single [bias](../reference/glossary.md#bias). Rounding them to four bits
# changes which story is told more than how well, and more than a third of the weights can go without any trace, if
# you choose the right ones.
#
# [LAB]
#
# The model is stories15M, a [decoder](../reference/glossary.md#decoder) of [LLaMA's](../models/llama.md) kind which
# Andrej Karpathy trained on *TinyStories*: short stories in the words of a small child, written by larger models. Its
# file is nothing but numbers in a known order, so nothing but NumPy is needed to read it.

# %%
# --8<-- "docs/labs/weights/stories.py"

# %%
# --8<-- "docs/labs/weights/stories_arrays.py"

# %% [markdown]
# Every byte of the file is accounted for, and none is a bias: what has one number a channel are the scales of
# [RMSNorm](../reference/glossary.md#rmsnorm). The table of [tokens](../reference/glossary.md#token) is also the output
# [layer](../reference/glossary.md#layer): the [weights are tied](../reference/glossary.md#weight-tying), unlike in LLaMA itself.
#
# ## The model
#
# It takes a list of token ids and gives the state of each token before the first layer
# and after each. The second function turns a state into a score for every token of the
# [vocabulary](../reference/glossary.md#vocabulary).

# %%
D = C // H


def rms(x):
    """Divide each vector by its root mean square."""
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-5)


def turn(x, places):
    """Turn neighbouring channels of x (T, H, D) by angles of the place."""
    angles = places[:, None, None] * 10000 ** (-np.arange(0, D, 2) / D)
    cos, sin = (f(angles).astype(x.dtype) for f in (np.cos, np.sin))
    a, b = x[..., ::2], x[..., 1::2]
    turned = np.stack([a * cos - b * sin, b * cos + a * sin], -1)
    return turned.reshape(x.shape)


def states(ids, w, cache=None):
    """(T,) -> (N + 1, T, C); a cache holds what stands before ids."""
    past = len(cache[0][0]) if cache else 0
    places = np.arange(past, past + len(ids))
    see = places[:, None] >= np.arange(past + len(ids))
    x = w["token"][ids]
    out = [x]
    for n in range(N):
        y = rms(x) * w["attention_norm"][n]
        q, k, v = ((y @ w[p][n].T).reshape(-1, H, D) for p in "qkv")
        q, k = turn(q, places), turn(k, places)
        if past:
            k, v = (np.concatenate(pair) for pair in zip(cache[n], (k, v)))
        if cache is not None:
            cache[n] = k, v
        s = q.transpose(1, 0, 2) @ k.transpose(1, 2, 0) / D**0.5  # H, T, S
        s = np.exp(np.where(see, s, -np.inf) - s.max(-1, keepdims=True))
        s = s / s.sum(-1, keepdims=True)
        heads = (s @ v.transpose(1, 0, 2)).transpose(1, 0, 2)
        x = x + heads.reshape(-1, C) @ w["o"][n].T
        y = rms(x) * w["feed_norm"][n]
        gate, up = y @ w["gate"][n].T, y @ w["up"][n].T
        x = x + (gate / (1 + np.exp(-gate)) * up) @ w["down"][n].T
        out.append(x)
    return np.stack(out)


def scores(x, w):
    """The score of each token after a state: (..., C) -> (..., V)."""
    return rms(x) * w["norm"] @ w["token"].T


# %% [markdown]
# ## A story
#
# Start with `<s>`, take the token with the highest score, append it, go on:
# [greedy decoding](../reference/glossary.md#greedy-decoding). The [KV cache](../reference/glossary.md#kv-cache) keeps
# every key and value, so each step feeds one token only.
#
# ??? question "Predict first"
#
#     The model gets no prompt, only the sign that a text begins. What will the first sentence be? And will the story
#     have a problem, a turn and an end?

# %%


def write(w, choose=np.argmax, most=P):
    """Ids of a new text, until the model starts or ends another."""
    ids, cache = [START], {}
    while len(ids) < most:
        token = int(choose(scores(states(ids[-1:], w, cache)[-1, -1], w)))
        if token in (START, END):
            break
        ids.append(token)
    return ids


greedy = write(w)
show(spell(greedy))
print(f"\n{len(greedy)} tokens")

# %% [markdown]
# **What to notice.** Grammar, a wish, three failures, a helper and a happy end are in these weights. Sense is not: Lily
# knows that the ball is the sun, and it is knocked down with a stick. Each next word was likely, and that is all the
# model was asked for.
#
# ### With dice
#
# Drawing from the probabilities instead of taking their maximum gives another story with each
# [seed](../reference/glossary.md#seed). The [temperature](../reference/glossary.md#temperature) divides the scores first.

# %%
sampled = write(w, dice(1, seed=0))
for temperature in (1, 1.5):
    print("temperature", temperature)
    show(spell(write(w, dice(temperature, seed=0), most=90)) + "\n")

# %% [markdown]
# **What to notice.** At 1 the tale is livelier and its sense looser. At 1.5 the tail of the distribution gets its turn:
# tens of thousands of tokens, each unlikely, and all together not.
#
# ## What the cache saves
#
# Without the cache each step computes all tokens anew. Both ways must give the same scores, and the work can be
# counted before it is timed: multiplications with matrices, with keys and values, and with the table.

# %%
cache = {}
steps = [scores(states([i], w, cache)[-1, -1], w) for i in greedy]
whole = scores(states(greedy, w)[-1], w)
print(f"same scores to 1e-3: {np.allclose(steps, whole, atol=1e-3)}")
assert np.allclose(steps, whole, atol=1e-3)

layers, table = N * (4 * C * C + 3 * C * F), V * C
print(f"{layers / 1e6:.1f} and {table / 1e6:.1f} million multiplications a token")
for T in (56, 111, 222):
    t = np.arange(1, T + 1)  # with t keys and values to compare in each step
    once = (layers + table + 2 * N * C * t).sum() / 1e9
    new = (t * layers + table + 2 * N * C * t * t).sum() / 1e9
    print(f"{T} tokens: {once:.1f} billion with the cache, {new:.1f} without")

# %% tags=["varies"]
from time import perf_counter

began = perf_counter()
write(w)
quick = perf_counter() - began
for t in range(1, 112):
    scores(states(greedy[:t], w)[-1, -1], w)
anew = perf_counter() - began - quick
print(f"222 tokens with the cache: {quick:.1f} s, {222 / quick:.0f} a second")
print(f"111 tokens without it: {anew:.1f} s, {111 / anew:.0f} a second")

# %% [markdown]
# **What to notice.** Twice the text is twice the work with the cache and close to four times without. Of one token's
# multiplications more than half are the last line's, the scores of all 32,000 tokens: in small models the vocabulary
# dominates, in large ones [the layers do](../models/census.md).
#
# ## How surprised is it?
#
# [Perplexity](../reference/glossary.md#perplexity) says how many equally likely tokens the model hesitated between, on
# average. It needs a text: the two stories above, one that no model wrote, and a sentence of news. The cell below holds
# the third story, and for later a judge who tells of any changed model how much more surprised it is than this one.

# %%
# --8<-- "docs/labs/data/storyteller.py"

# %%
news = "The central bank raised its interest rate by a quarter of a point."
print(f"news: perplexity {np.exp(surprise(read(news), w).mean()):.0f}")
assert before["its own, greedy"].mean() < before["foreign"].mean() < 2

# %% [markdown]
# **What to notice.** Greedy text flatters: it consists of the model's first choices, so its perplexity says nothing
# about quality. Drawn text is a fair sample of what the model expects; on a foreign story of the same style it hesitates
# more, and on news between thousands of tokens at each step. Below, a damaged model is judged on two texts: its greedy
# story and the foreign one.
#
# ## What would each layer say?
#
# The *[logit](../reference/glossary.md#logit) lens* sends the state after an early layer through the last norm and the table, as if the layers between
# did not exist. Take the last words of one beginning, and the lens after each layer:

# %%
ids = read("Once upon a time, there was a little girl named Lily. She")
print("input   ", *(f"{pieces[i].decode()!r:>9}" for i in ids[-6:]))
for n, x in enumerate(states(ids, w)):
    say = scores(x[-6:], w).argmax(-1)
    print(f"layer {n}:", *(f"{pieces[i].decode()!r:>9}" for i in say))

# %% [markdown]
# ??? question "Predict first"
#
#     The first row repeats its input. Over a whole text, after which layer will the lens first agree with the model's
#     final choice at more than half of the places? And how much of that would you get from the last token alone?
#
# A baseline is needed: what the whole model chooses if it sees nothing but the last token. And does the lens read all
# there is? So a second lens, fitted for each layer: the linear map which best turns that layer's states into the
# last ones, on six drawn stories, and tried on the foreign one.

# %%
stories = [write(w, dice(1, seed)) for seed in range(1, 7)]
learn = np.concatenate([states(ids, w) for ids in stories], 1).astype(float)
ids = texts["foreign"]
x = states(ids, w)
final = scores(x[-1], w).argmax(-1)
plain, repeat, fitted = [], [], []
for n in range(N + 1):
    say = scores(x[n], w).argmax(-1)
    plain.append((say == final).mean())
    repeat.append((say == ids).mean())
    a, size = learn[n], learn[n].std()
    fit = np.linalg.solve(a.T @ a + 10 * size**2 * np.eye(C), a.T @ learn[-1])
    fitted.append((scores(x[n] @ fit, w).argmax(-1) == final).mean())
alone = {i: scores(states([i], w)[-1, -1], w).argmax() for i in set(ids)}
alone = np.mean([alone[i] == f for i, f in zip(ids, final)])
constant = np.bincount(final).max() / len(final)
print(f"fitted on {learn.shape[1]:,} tokens, tried on {len(ids)}")
print(f"layers 0 to {N}: plain lens, its input, fitted lens, in percent")
for row in (plain, repeat, fitted):
    print(*(f"{100 * share:5.0f}" for share in row))
print(f"last token alone {alone:.0%}, always the same guess {constant:.0%}")
assert repeat[0] == 1 and plain[1] < constant and plain[4] < 0.5 < plain[5]
assert fitted[1] > plain[1] + 0.1 and fitted[2] > plain[2] + 0.1

# %%
#| fig-alt: Repetition of the input falls from all places to none by layer 4. Agreement of the plain lens with the final choice starts at none and rises steeply in the last two layers. The fitted lens starts higher and rises later.
#| fig-cap: Share of places of a text at which a state, read by each lens, names the token. The dotted line is what the whole model makes of the last token alone.
import matplotlib.pyplot as plt

figure, plot = plt.subplots(figsize=(6, 3.2))
plot.plot(plain, "C2o-", label="final, plain")
plot.plot(fitted, "C2s--", label="final, fitted")
plot.plot(repeat, "C0^-.", label="input, plain")
plot.axhline(alone, color="C2", ls=":")
plot.set(xlabel="after layer", ylabel="share of places", ylim=(-0.03, 1.03))
plot.legend(loc="upper center")
plt.show()

# %% [markdown]
# **What to notice.** In the first layers the plain lens sees the input and nothing else. With a tied table, a state that has
# hardly moved *is* the row of its input, and so that row wins. The final choice leads at more than half of the places
# only after layer 5 of 6. The fitted lens finds some of it even in layer 0, where no token has seen another: what
# usually follows a word is in its [embedding](../reference/glossary.md#embedding) already, in directions in which the plain lens does not look. At the end
# the fitted one is no better: it had few tokens to learn from.
#
# !!! warning "Common misreading"
#
#     *"The model decides in layer 5."* The lens shows when a state resembles the row of the final token. That nothing is
#     seen earlier does not mean that nothing is there, as the second lens shows; and that a map *can* read something
#     does not mean that the layers behind use it.
#
# ## How few bits will do?
#
# [Quantisation](../reference/glossary.md#quantisation) as in [How few bits are enough?](../learn/numbers/few-bits.md): whole
# numbers and one scale for each row, or for each group of 32. All matrices and the table are rounded, the norms kept.
#
# ??? question "Predict first"
#
#     At which number of bits will the greedy story first change? At which will it fall apart?

# %%


def rounded(a, bits, group):
    """Whole numbers times one scale for each group, or each row."""
    rows = a.reshape(-1, group or a.shape[-1])
    scale = abs(rows).max(1, keepdims=True) / (2 ** (bits - 1) - 1)
    return (np.round(rows / scale) * scale).reshape(a.shape)


few = {}
print(f"               {HEAD}")
for bits, group in ((8, 0), (6, 0), (5, 0), (4, 0), (4, 32), (3, 0), (3, 32)):
    title = f"{bits} bits, {group or 'row'}"
    few[title] = judge(title, changed(rounded, bits, group))
tell(few, "4 bits, 32", "3 bits, 32", "3 bits, row")
assert few["8 bits, row"].foreign < 1.01 * clean.foreign
assert few["3 bits, 32"].foreign < few["3 bits, row"].foreign / 3

# %% [markdown]
# Perplexity stands first; in brackets how many [nats](../reference/glossary.md#nat) a token costs more than before,
# with the standard error of that mean over the text's tokens.
#
# **What to notice.** Eight bits: no difference that these texts could show. At six the story already goes another way,
# though perplexity hardly moved: one token with a close rival was enough. So a changed text is no sign of a worse one;
# the four-bit story in groups reads as well as the first. Between four and three bits lies the edge. There groups matter
# most: with one scale a row the text turns to word salad, with one for 32 weights it can still be read.
#
# The two judges disagree: four bits by rows cost the model's own story more than twice what they cost the foreign one,
# and with five bits it is the other way round. A text of this length is a coarse scale.
#
# ## How many zeros?
#
# [Pruning](../reference/glossary.md#pruning) by size: in each matrix, zero the fraction that is nearest to zero. Beside it the
# baseline: weights struck at random.
#
# ??? question "Predict first"
#
#     What harms more: the smallest fifth of all weights at zero, or one in a hundred at random?

# %%


def pruned(a, fraction):
    """Zero the smallest weights of each matrix."""
    least = np.quantile(abs(a), fraction, axis=(-2, -1), keepdims=True)
    return np.where(abs(a) < least, 0, a)


def struck(a, fraction):
    """Zero weights at random."""
    return np.where(np.random.default_rng(0).random(a.shape) < fraction, 0, a)


many = {pruned: (0.1, 0.2, 0.3, 0.4, 0.5), struck: (0.01, 0.02, 0.05, 0.1)}
gone = {}
print(f"               {HEAD}")
for change, fractions in many.items():
    for fraction in fractions:
        title = f"{change.__name__} {fraction:.0%}"
        gone[title] = judge(title, changed(change, fraction))
tell(gone, "pruned 30%", "pruned 50%", "struck 2%")
assert gone["struck 1%"].foreign > gone["pruned 20%"].foreign

# %%
#| fig-alt: Two curves on logarithmic axes. Zeroing the smallest weights leaves perplexity flat up to a fifth and then bends up. Random zeros raise it from the first percent and reach the thousands at a tenth.
#| fig-cap: Perplexity on the foreign story after zeroing a fraction of all weights. Dotted: before.
figure, plot = plt.subplots(figsize=(6, 3))
for (change, fractions), style in zip(many.items(), ("C0o-", "C0s--")):
    found = [gone[f"{change.__name__} {f:.0%}"].foreign for f in fractions]
    plot.loglog(fractions, found, style, label=change.__name__)
plot.legend()
plot.axhline(clean.foreign, color="C0", ls=":")
plot.set_xticks([0.01, 0.1, 0.5], ["1%", "10%", "50%"])
plot.set(xlabel="fraction zeroed", ylabel="perplexity")
plt.show()

# %% [markdown]
# **What to notice.** A tenth or a fifth of the weights, the smallest, can go: the foreign text even gets *more* likely
# with them gone. Do not believe it: the gain is about one standard error, and on the model's own story the same
# zeros cost more than two. At a half the sentences lose their sense.
#
# Struck at random, one weight in a hundred does more harm than the smallest fifth. And in a strange way: words of other
# languages turn up, in a model of English stories. Where do they come from?
#
# ## The weights that no story needs
#
# The vocabulary was made for LLaMA, for many languages and for programs. What did training do to rows that no story
# uses? In MiniLM,
# [unused rows all point one way](encoder.py#which-numbers-did-training-never-use).
#
# ??? question "Predict first"
#
#     Give all tokens whose rows are nearly the same *one* row. How many will that be, and what does it cost?

# %%
far = np.linalg.norm(w["token"] - np.median(w["token"], axis=0), axis=1)
alike = far < 0.05
one_row = w["token"].copy()
one_row[alike] = one_row[alike].mean(0)
saved = (alike.sum() - 1) * C
print(f"{alike.sum():,} of {V:,} rows lie within 0.05 of their median,")
long = np.linalg.norm(w["token"], axis=1)
lengths = [long[which].mean() for which in (alike, ~alike)]
print("and are {:.2f} long, the others {:.2f}".format(*lengths))
print(f"one row for all of them saves {saved:,} weights, {saved / total:.0%}")
some = [pieces[i].decode() for i in np.flatnonzero(alike)[1000::3000]]
print("some:", *map(repr, some))
told = [*{*greedy, *sampled, *texts["foreign"]}]
print(f"in the three stories: {alike[told].sum()} of {len(told)} tokens")
given = scores(states(texts["foreign"], w)[-1], w)
print(f"scores: theirs {given[:, alike].mean():.1f},", end=" ")
print(f"apart by {given[:, alike].std(1).mean():.1f};", end=" ")
print(f"the chosen token's {given.max(1).mean():.1f}")

merged = {**w, "token": one_row}
one = judge("one row", merged)
assert abs(one.foreign / clean.foreign - 1) < 1e-3 and write(merged) == greedy
assert saved > total / 3 and lengths[0] > lengths[1]

# %% [markdown]
# So they can be *merged*. Can they be *damaged*? One weight in twenty, struck at random, in two places: in these rows
# only, which stand for no token of either text, and in the layers only.

# %%
holes = struck(w["token"], 0.05)
these = {**w, "token": np.where(alike[:, None], holes, w["token"])}
lost = {"these rows": judge("these rows", these)}
lost["layers"] = judge("layers", changed(struck, 0.05, names=matrices[:-1]))
tell(lost, *lost, most=24)
assert lost["these rows"].foreign > 1.1 * clean.foreign
assert alike[lost["these rows"].ids[1:9]].any()

# %% [markdown]
# **What to notice.** Three fifths of the table are nearly the same row, again and again. With a single copy for
# all of them the model tells the same story and is as surprised as before: more than a third of all weights, at no
# cost that these texts show. Pruning by size cannot find them, for these rows are *longer* than the others. (A text with
# one of their tokens would be read differently: the model could no longer tell which it was.)
#
# Being alike is what they are for, though. All these tokens get the same low score at every place, and so none is ever
# chosen. Zeros struck into their rows make the scores unequal, and out of almost twenty thousand the luckiest one comes
# out on top. So the strange words come from holes in rows that no story uses, and holes in the layers bring
# worse stories in plain English.
#
# It fits what [weight tying](../reference/glossary.md#weight-tying) does to tokens that never come: each step of
# training pushes them all away in the same direction. The weights show the result; the training itself is not in the
# file.
#
# ## What this does not show
#
# - Three short texts: differences of a few standard errors are not findings. A comparison of methods needs many texts.
# - The edge between four and three bits, and the fifth that pruning spares, are this model's. A third of it was unused,
#   a gift to every method here.
# - Perplexity does not see that a stick reached the sun. Whether the stories are good was not measured.
# - Nothing got smaller or faster: rounded and zeroed weights are still stored and multiplied in 32 bits.
#
# ## Try next
#
# - Round only one kind of matrix, `changed(rounded, 3, 0, names=["v"])`: which kind tolerates least?
# - Drop the rows of `alike` from the table and from `pieces`. How many tokens a second now?
# - Prune only the layers. Does the edge move?
# - Draw the plain lens on the greedy story. Which of the numbers rise, and why?
#
# ## Checked by
#
# `tests/labs/test_storyteller.py` gives the same weights to LlamaForCausalLM of `transformers` and to this site's
# [LLaMA](../models/llama.md), whose channels of queries and keys stand in another order, and compares all states and
# scores in float64, with and without the cache. The greedy story, the perplexities and the lens are recomputed from
# `transformers`' states; the tokens by the `tokenizers` library; the rounding by torch's; pruning by
# `torch.nn.utils.prune`; the fitted lens by SciPy's least squares; and the number of multiplications by torch's counter.
#
# ## Sources
#
# - [@llama2c]: the file format (`export.py`, `run.c`).
# - [@tinyllamas]: the models.
# - [@eldan2023]: section 2: how the training texts were made.
# - [@nostalgebraist2020].
# - [@belrose2023]: sections 2 and 3: why the plain lens fails in early layers, and a fitted one.
# - [@dettmers2023]: section 2: groups that share a scale.
#
# Next: [Where does a translator look?](translator.py)
