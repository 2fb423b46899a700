"""Oracles of the page about objectives: transformers' collators and models, torch, scipy, the papers' examples."""

import itertools
import math
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import pytest
import torch
import transformers as t
from scipy import stats
from torch.nn import functional as F

from tools.snippets import SNIPPETS, run

Scope = Callable[[str], dict[str, Any]]
Grid = list[list[bool]]

SENTENCE = "Thank you for inviting me to your party last week."
IGNORE = -100  # a label that torch and transformers do not count


class Tokeniser:
    """As much of a tokeniser as transformers' collators ask for: no token is special, the last one is the mask."""

    mask_token, pad_token, pad_token_id, padding_side = "[MASK]", "[PAD]", -1, "right"

    def __init__(self, V: int) -> None:
        self.V, self.mask_token_id = V, V - 1

    def __len__(self) -> int:
        return self.V

    def convert_tokens_to_ids(self, token: str) -> int:
        """Only the mask has a name."""
        assert token == self.mask_token
        return self.mask_token_id

    def get_special_tokens_mask(self, ids: list[int], already_has_special_tokens: bool) -> list[int]:
        """No token is special."""
        return [0] * len(ids)


def cross_entropy(scores: Any, ids: Any) -> float:
    """The loss as labels with an ignored last place, through another path than slices of scores."""
    labels = torch.cat([ids[1:], torch.tensor([IGNORE])])
    return float(F.cross_entropy(scores, labels, ignore_index=IGNORE))


def test_causal_lm(scope: Scope) -> None:
    """Targets are the next words; GPT-2's own loss, which shifts its labels itself, is the shifted cross-entropy."""
    s = scope("objectives/causal_lm.py")
    assert list(zip(s["inputs"], s["targets"], strict=True)) == list(itertools.pairwise(SENTENCE.split()))
    assert float(s["loss"]) == pytest.approx(cross_entropy(s["scores"], s["ids"]), abs=1e-12)
    assert float(s["by_hand"]) == pytest.approx(float(s["loss"]), abs=1e-12)
    config = t.GPT2Config(
        vocab_size=30, n_positions=16, n_embd=8, n_head=2, n_layer=1, bos_token_id=None, eos_token_id=None
    )
    model = t.GPT2LMHeadModel(config).double().eval()
    ids = torch.arange(3, 13)
    inputs, targets = s["example"](ids.tolist())
    with torch.no_grad():
        theirs = float(model(ids[None], labels=ids[None]).loss)  # in float32
        ours = float(F.cross_entropy(model(torch.tensor([inputs])).logits[0], torch.tensor(targets)))
    assert ours == pytest.approx(theirs, abs=1e-5)


def collate(mask: float, random: float, tokens: Any, V: int) -> tuple[Any, Any]:
    """Inputs and labels of transformers' collator on a batch of tokens."""
    collator = t.DataCollatorForLanguageModeling(
        Tokeniser(V), mlm_probability=0.15, mask_replace_prob=mask, random_replace_prob=random, seed=0
    )
    collator.create_rng()
    inputs, labels = collator.torch_mask_tokens(tokens.clone())
    return inputs, labels


def kinds(inputs: Any, labels: Any, mask: Any) -> list[int]:
    """How many places are not asked for, hidden, replaced and kept."""
    asked = labels != IGNORE
    hidden, kept = asked & (inputs == mask), asked & (inputs == labels)
    return [int((~asked).sum()), int(hidden.sum()), int((asked & ~hidden & ~kept).sum()), int(kept.sum())]


def test_masked_lm(scope: Scope) -> None:
    """The four shares are the rule's and those of transformers' collator (chi-square), on the same tokens."""
    s = scope("objectives/masked_lm.py")
    n, V = s["T"], s["V"]
    mask = V  # an id of its own, so that no draw gives it by chance
    inputs = torch.tensor([mask if token == "[MASK]" else token for token in s["inputs"]])
    labels = torch.tensor([IGNORE if label is None else label for label in s["labels"]])
    ours = kinds(inputs, labels, mask)
    assert [n - ours[0], *ours[1:]] == [len(s["asked"]), s["masked"], s["random_words"], s["kept"]]
    rule = np.array([0.85, 0.12, 0.015 * (1 - 1 / V), 0.015 * (1 + 1 / V)])
    assert stats.chisquare(ours, rule * n).pvalue > 0.001
    tokens = torch.tensor(s["tokens"])[None]
    theirs = kinds(*collate(0.8, 0.1, tokens, V + 1), mask)
    assert stats.chi2_contingency([ours, theirs]).pvalue > 0.001
    # where nothing is asked nothing changed, and each label is the token that was there
    asked = labels != IGNORE
    assert torch.equal(inputs[~asked], tokens[0][~asked]) and torch.equal(labels[asked], tokens[0][asked])
    assert s["changed"] == 0


@pytest.mark.parametrize("lots", [(0.0, 0.0), (0.0, 0.79), (0.0, 0.81, 0.999), (0.0, 0.91), (0.2,)])
def test_masked_lm_each_branch(scope: Scope, lots: tuple[float, ...]) -> None:
    """Each branch of the rule, with the lots that lead there; the loss ignores all else, as torch's does."""
    draws = iter(lots)
    inputs, labels = scope("objectives/masked_lm.py")["corrupt"]([7], [1, 2, 3], lambda: next(draws))
    want = {1: (7, None), 2: ("[MASK]" if lots[-1] < 0.8 else 7, 7), 3: (3, 7)}[len(lots)]
    assert (inputs[0], labels[0]) == want and next(draws, None) is None


def scope_of_size(function: Any, V: int) -> Any:
    """The same function with another size of the vocabulary."""
    return type(function)(function.__code__, {**function.__globals__, "V": V})


def test_masked_why(scope: Scope) -> None:
    """Every share is that of a large draw by transformers' collator under the same rule."""
    s = scope("objectives/masked_why.py")
    n, V = 400_000, 1000  # a small vocabulary, so that a random token is now and then the right one
    tokens = torch.randint(V - 1, (4, n // 4), generator=torch.Generator().manual_seed(1))
    meaning = scope_of_size(s["meaning"], V)
    for random, kept in s["rules"].values():
        inputs, labels = collate(1 - random - kept, random, tokens, V)
        asked = (labels != IGNORE) & (inputs != V - 1)
        share, answer = meaning(random, kept)
        if not random + kept:
            assert not asked.any() and share == 0 and math.isnan(answer)
            continue
        shown = int((inputs != V - 1).sum())
        assert stats.binomtest(int(asked.sum()), shown, share).pvalue > 0.001
        right = int((asked & (inputs == labels)).sum())
        assert stats.binomtest(right, int(asked.sum()), min(answer, 1.0)).pvalue > 0.001


def test_span_corruption(scope: Scope) -> None:
    """The paper's own example (figure 2 of Raffel et al.), to the letter; T5 reads its target shifted as ours is."""
    s = scope("objectives/span_corruption.py")
    words = SENTENCE.split()
    inputs, targets = s["corrupt"](words, {2, 3, 8})
    assert " ".join(inputs) == "Thank you <X> me to your party <Y> week."
    assert " ".join(targets) == "<X> for inviting <Y> last <Z>"
    model = t.T5ForConditionalGeneration(
        t.T5Config(vocab_size=40, d_model=8, d_kv=4, d_ff=8, num_layers=1, num_heads=2, decoder_start_token_id=0)
    )
    ids = {word: i for i, word in enumerate(["<start>", *targets])}
    shifted = model._shift_right(torch.tensor([[ids[word] for word in targets]]))[0].tolist()
    assert shifted == [ids[word] for word in ["<start>", *targets[:-1]]]


def test_span_corruption_loses_nothing(scope: Scope) -> None:
    """For all 2^8 choices of at most three spans: put together again, and nothing is in both texts but sentinels."""
    s = scope("objectives/span_corruption.py")
    words = list("abcdefgh")
    for mask in itertools.product([False, True], repeat=8):
        out = {i for i, gone in enumerate(mask) if gone}
        runs = sum(1 for gone, _ in itertools.groupby(mask) if gone)
        if runs + (not mask[-1]) > 3:  # sentinels that the snippet has
            continue
        inputs, targets = s["corrupt"](words, out)
        assert s["restore"](inputs, targets) == words
        assert [w for w in inputs if w in words] == [words[i] for i in range(8) if i not in out]
        assert [w for w in targets if w in words] == [words[i] for i in sorted(out)]
        assert len(inputs) == 8 - len(out) + runs and len(targets) == len(out) + runs + (not mask[-1])


def cuts(n: int, k: int) -> list[tuple[int, ...]]:
    """Every way to cut n things into k parts, none empty, by brute force."""
    return [p for p in itertools.product(range(1, n + 1), repeat=k) if sum(p) == n]


@pytest.mark.parametrize(("n", "k"), [(6, 1), (6, 2), (6, 6), (7, 3), (9, 4)])
def test_span_draw(scope: Scope, n: int, k: int) -> None:
    """Each way to cut comes up equally often (chi-square over all ways); a length's share is that among all ways."""
    s = scope("objectives/span_draw.py")
    random, ways = Random(n * k).random, cuts(n, k)
    drawn = Counter(tuple(s["parts"](n, k, random)) for _ in range(200 * len(ways)))
    assert set(drawn) == set(ways)
    if len(ways) > 1:
        assert stats.chisquare(list(drawn.values())).pvalue > 0.001
        lengths = Counter(itertools.chain(*ways))
        for length in range(1, n - k + 1):
            formula = math.comb(n - length - 1, k - 2) / math.comb(n - 1, k - 1)
            assert lengths[length] / lengths.total() == pytest.approx(formula, abs=1e-12)


@pytest.mark.parametrize("T", [2, 3, 10, 20, 77, 512, 568])
def test_span_draw_counts(scope: Scope, T: int) -> None:
    """What T5's code promises of every mask: how many tokens go, in how many spans, and that the first one stays."""
    s = scope("objectives/span_draw.py")
    for seed in range(50):
        signs = s["draw"](T, Random(seed).random)
        out = min(max(round(T * 0.15), 1), T - 1)
        assert len(signs) == T and signs.count("#") == out
        assert len([run for run in signs.split(".") if run]) == max(round(out / 3), 1)
        assert signs[0] == "." and signs[-1] == "#"  # kept and gone alternate and begin with kept


def test_permutation_lm(scope: Scope) -> None:
    """The mask is the definition, place by place; the last sixth or seventh of the order are the targets."""
    s = scope("objectives/permutation_lm.py")
    for seed in range(20):
        T = 5 + seed
        order = np.random.default_rng(seed).permutation(T).tolist()
        for K in (2, 6, 7):
            hidden, targets = s["example"](order, K)
            earlier: set[int] = set()
            for place in order:
                assert {j for j in range(T) if not hidden[place][j]} == earlier
                earlier.add(place)
            assert targets == order[-len(targets) :] and len(targets) == max(1, round(T / K))
    # in the order of the words it is the causal mask without the diagonal
    hidden, _ = s["example"](list(range(9)), 6)
    assert np.array_equal(~np.array(hidden), np.tril(np.ones((9, 9)), -1) == 1)


def theirs(T: int, K: int, seed: int, turn: list[int]) -> dict[str, Any]:
    """What transformers' collator for permutation language models makes of T tokens, with our lots and our order."""
    random = Random(seed).random
    draw = torch.randint

    def ours(*args: Any) -> Any:
        low, high = args[:2] if len(args) == 3 else (0, args[0])
        return torch.tensor([low + int(random() * (high - low))])

    collator = t.DataCollatorForPermutationLanguageModeling(Tokeniser(T + 1), plm_probability=1 / K)
    permutation = torch.randperm
    torch.randint, torch.randperm = ours, lambda n: torch.tensor(turn)[:n]
    try:
        return dict(collator([list(range(T))]))
    finally:
        torch.randint, torch.randperm = draw, permutation


@pytest.mark.parametrize("seed", range(8))
def test_permutation_spans(scope: Scope, seed: int) -> None:
    """Targets and mask equal those of transformers' collator with the same lots, for every place.

    Its order is one for each half of the text; ours is given the same. It writes the mask token over every target,
    which XLNet's own code does not.
    """
    s = scope("objectives/permutation_spans.py")
    T, K = 36 + 2 * seed, 6
    half = np.random.default_rng(seed).permutation(T // 2).tolist()
    batch = theirs(T, K, seed, half)
    chosen = s["choose"](T, K, Random(seed).random)
    assert {int(i) for i in torch.where(batch["labels"][0] != IGNORE)[0]} == chosen
    hidden = s["hide"]([*half, *(n + T // 2 for n in half)], chosen)
    assert torch.equal(batch["perm_mask"][0] == 1, torch.tensor(hidden))
    written = {i for i in range(T) if int(batch["input_ids"][0, i]) == T}
    assert written == chosen


def test_permutation_spans_same_rows(scope: Scope) -> None:
    """The row of a target is that of the plain order in which targets come last; that of no other place is."""
    s = scope("objectives/permutation_spans.py")
    plain = scope("objectives/permutation_lm.py")["example"](s["order"], s["K"])[0]
    same = {i for i in range(s["T"]) if s["hidden"][i] == plain[i]}
    last = s["order"][s["T"] - len(s["chosen"]) - 1]  # the last before the targets sees all but itself, and is seen
    assert s["chosen"] <= same and not same - s["chosen"] and last not in same
    assert abs(s["share"] - 1 / s["K"]) < 0.005


def test_four_examples(scope: Scope) -> None:
    """Each of the four grids against torch or transformers: triangles, ones, and XLNet's collator-like order."""
    s = scope("objectives/four_examples.py")
    causal, masked, spans, permutation = (np.array(s[f]()[2]) for f in ("causal", "masked", "spans", "permutation"))
    assert np.array_equal(causal, torch.ones(9, 9).tril().bool().numpy())
    assert masked.shape == (10, 10) and masked.all()
    E, U = 9, 6
    assert spans[:E, :E].all() and not spans[:E, E:].any() and spans[E:, :E].all()
    assert np.array_equal(spans[E:, E:], torch.ones(U, U).tril().bool().numpy())
    hidden = np.array(scope("objectives/permutation_lm.py")["example"](s["order"], 6)[0])
    assert np.array_equal(permutation[:10], ~hidden | np.eye(10, dtype=bool))
    assert np.array_equal(permutation[10:], ~hidden[s["order"][-3:]])
    corrupt = scope("objectives/span_corruption.py")["corrupt"]
    inputs, targets = corrupt(SENTENCE.split(), {2, 3, 8})
    read, asked, _ = s["spans"]()
    assert read[:E] == inputs and asked[E:] == targets and read[E:] == ["<start>", *targets[:-1]]
    for f, losses in (("causal", 9), ("masked", 3), ("spans", 6), ("permutation", 3)):
        inputs, targets, see = s[f]()
        assert len(see) == len(targets) and all(len(row) == len(inputs) for row in see)
        assert sum(target != "-" for target in targets) == losses


def chain(P: Any, ids: list[int], places: list[int]) -> float:
    """-log of a chain's joint probability of the letters at some places, by the forward algorithm over all paths."""
    state = np.full(len(P), 1 / len(P))
    for place in range(max(places) + 1):
        state = state @ P if place else state
        if place in places:
            state = state * (np.arange(len(P)) == ids[place])
    return float(-np.log(state.sum()))


def test_any_order(scope: Scope) -> None:
    """Each loss is a difference of joint probabilities, which the forward algorithm gives; sums are the text's."""
    s = scope("objectives/any_order.py")
    P, ids, T = s["P"], s["ids"], s["T"]
    whole = chain(P, ids, list(range(T)))
    for order in s["orders"].values():
        assert sorted(order) == list(range(T))
        assert sum(s["loss"](i, order[:n]) for n, i in enumerate(order)) == pytest.approx(whole, abs=1e-9)
        for n in (1, 7, T - 1):
            want = chain(P, ids, order[: n + 1]) - chain(P, ids, order[:n])
            assert s["loss"](order[n], order[:n]) == pytest.approx(want, abs=1e-9)
    assert sum(s["each"]) < whole


def test_four_losses(scope: Scope) -> None:
    """Every mean that is printed, from joint probabilities of the same chain by the forward algorithm."""
    s = scope("objectives/four_losses.py")
    gone, other, order, T = s["gone"], s["other"], s["order"], s["T"]
    assert len(set(gone)) == 126 and len(set(other)) == 126 and sorted(order) == gone

    def loss(i: int, hidden: set[int]) -> float:
        near = [j for j in range(max(0, i - 25), min(T, i + 26)) if j not in hidden]  # what is farther says no more
        ids, places = s["ids"][near[0] :], [j - near[0] for j in near]
        return chain(s["P"], ids, [*places, i - near[0]]) - chain(s["P"], ids, places)

    after = [loss(i, {*range(i, T)}) for i in gone]
    sentinels = 84 * math.log(3 / 2) + 42 * math.log(3)  # "one more" and "over" share 1 as 2 to 1
    means = {
        "causal, all letters": np.mean([loss(i, {*range(i, T)}) for i in range(1, T)]),
        "causal, in spans": np.mean(after),
        "masked, in spans": np.mean([loss(i, {*gone}) for i in gone]),
        "masked, scattered": np.mean([loss(i, {*other}) for i in other]),
        "permutation": np.mean([loss(i, {*order[n:]}) for n, i in enumerate(order)]),
        "spans and sentinels": (sum(after) + sentinels) / (126 + 43),
    }
    printed = run(SNIPPETS / "objectives/four_losses.py").output.splitlines()
    counts = [T - 1, 126, 126, 126, 126, 126 + 43]
    rows = zip(means.items(), counts, strict=True)
    assert printed == [f"{name:20}{n:4} losses: {mean:.2f}" for (name, mean), n in rows]


def reach(blocks: list[Any]) -> Any:
    """Which input may move which output through a stack of masks: a product of 0/1 matrices, each with a diagonal."""
    grid = np.eye(len(blocks[0]), dtype=int)
    for see in blocks:
        grid = ((np.array(see, dtype=int) + np.eye(len(see), dtype=int)) @ grid > 0).astype(int)
    return grid


def test_leaks(scope: Scope) -> None:
    """The gradients' grids are those of products of the masks, and torch's own attention has the same zeros."""
    s = scope("objectives/leaks.py")
    T, U, N = s["T"], s["U"], s["N"]
    encoder = s["depends"](s["x"], s["text"]).numpy()
    assert np.array_equal(encoder, reach([s["both"].numpy()] * N))
    assert np.array_equal(s["depends"](s["y"], s["text"]).numpy(), np.tril(np.ones((T, T))))
    cross = s["depends"](s["z"], s["text"]).numpy()
    assert np.array_equal(cross, np.tile(s["real"].numpy(), (U, 1)))
    assert np.array_equal(s["depends"](s["z"], s["past"]).numpy(), np.tril(np.ones((U, U))))
    x = s["text"]
    for see in (s["both"], torch.ones(T, T).tril() == 1):
        y = F.scaled_dot_product_attention(x[None], x[None], x[None], attn_mask=see[None], scale=1.0)[0]
        want = s["attend"](x, x, see)
        assert torch.allclose(x + y.tanh(), want, atol=1e-12)


def test_leak_streams(scope: Scope) -> None:
    """Both grids are those of transformers' XLNet with the same order, three layers deep; the first target leaks."""
    s = scope("objectives/leak_streams.py")
    T, order, turn = s["T"], s["order"], s["turn"]
    torch.manual_seed(0)
    config = t.XLNetConfig(vocab_size=20, d_model=8, n_head=2, d_inner=16, n_layer=3, dropout=0.0)
    model = t.XLNetModel(config).eval()
    embedded = torch.rand(1, T, 8, requires_grad=True)
    hidden = (turn[:, None] <= turn).float()[None]
    for mapping, name in ((None, "content"), (torch.eye(T)[None], "query")):
        out = model(inputs_embeds=embedded, perm_mask=hidden, target_mapping=mapping).last_hidden_state[0]
        weights = torch.rand(8)
        rows = [torch.autograd.grad(row @ weights, embedded, retain_graph=True)[0][0] for row in out]
        got = (torch.stack(rows) != 0).any(-1).int()
        assert torch.equal(got, s["depends"](s[name])), name
    assert s["depends"](s["query"])[order[0]].all()  # nothing to see: all scores are equally low


def test_solve_diagonal(scope: Scope) -> None:
    """The grids are those of products of the mask with itself."""
    s = scope("objectives/solve_diagonal.py")
    see = 1 - np.eye(s["T"], dtype=int)
    for layer, grid in s["grids"].items():
        assert np.array_equal(grid.numpy(), np.linalg.matrix_power(see, layer) > 0)
    assert list(s["grids"]) == [1, 2]


def test_solve_lengths(scope: Scope) -> None:
    """512 and 114 are the lengths that T5X's documentation sets for this task; longer texts do not fit."""
    s = scope("objectives/solve_lengths.py")
    assert (s["encoder"], s["decoder"]) == (512, 114)
    assert max(T for T in range(2, 900) if s["lengths"](T)[0] <= 512) == s["T"]
    for T in range(20, 600, 7):
        draw = scope("objectives/span_draw.py")["draw"](T, Random(0).random)
        spans = len([run for run in draw.split(".") if run])
        assert s["lengths"](T) == (draw.count(".") + spans + 1, draw.count("#") + spans + 1)


def test_solve_no_shift(scope: Scope) -> None:
    """Both losses by hand: the cross-entropy of a score of 20 against zeros."""
    s = scope("objectives/solve_no_shift.py")
    ids, V = s["ids"], s["V"]
    norm = math.log(math.exp(20) + V - 1)
    again = float((ids[1:] == ids[:-1]).double().mean())
    assert cross_entropy(s["repeats"], ids) == pytest.approx(norm - 20 * again, abs=1e-9)
    assert float(F.cross_entropy(s["repeats"], ids)) == pytest.approx(norm - 20, abs=1e-9)
    assert cross_entropy(s["nothing"], ids) == pytest.approx(math.log(V), abs=1e-12)
    for scores in (s["repeats"], s["nothing"], torch.sin(torch.arange(50_000.0)).reshape(1000, 50).double()):
        plain, shifted = s["losses"](scores, ids)
        assert float(plain) == pytest.approx(float(F.cross_entropy(scores, ids)), abs=1e-12)
        assert float(shifted) == pytest.approx(cross_entropy(scores, ids), abs=1e-9)


def test_solve_epochs(scope: Scope) -> None:
    """The share never asked for is the binomial distribution's, and that of many draws by transformers' collator."""
    s = scope("objectives/solve_epochs.py")
    assert s["never"] == pytest.approx(stats.binom.pmf(0, s["n"], s["share"]), abs=1e-12)
    asked = torch.zeros(20_000, dtype=torch.bool)
    collator = t.DataCollatorForLanguageModeling(Tokeniser(100), mlm_probability=0.15, seed=3)
    collator.create_rng()
    for _ in range(10):
        asked |= collator.torch_mask_tokens(torch.full((1, 20_000), 7))[1][0] != IGNORE
    assert stats.binomtest(int((~asked).sum()), 20_000, 0.85**10).pvalue > 0.001
