"""Lab 3: maps, cuts and rank correlations against transformers' BertModel, scipy and finite differences."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
import scipy.stats
import torch

Lab = Callable[..., dict[str, Any]]
BOUND = 1e-12
D = 32  # channels of a head


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    """What the whole lab leaves behind; never changed by a test."""
    from tools.labs.source import scope

    return scope("attention")


@pytest.fixture(scope="module")
def theirs(names: dict[str, Any]) -> Any:
    """BertModel of transformers in float64, with the tensors of the same file under the names that it has there."""
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=30522,
        hidden_size=384,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=1536,
        attn_implementation="eager",
    )
    model = BertModel(config).double().eval().requires_grad_(False)
    model.load_state_dict({k: v.double() for k, v in names["state"].items() if "position_ids" not in k})
    return model


def their_maps(theirs: Any, ids: torch.Tensor, real: torch.Tensor | None = None) -> torch.Tensor:
    """Attention weights of transformers: (B, N, H, T, T)."""
    return torch.stack(theirs(ids, attention_mask=real, output_attentions=True).attentions, 1)


def their_embedding(theirs: Any, ids: torch.Tensor, seen: torch.Tensor, counted: torch.Tensor) -> torch.Tensor:
    """Mean of transformers' last states where `counted` is 1, of length 1: (B, C)."""
    x = theirs(ids, attention_mask=seen).last_hidden_state
    x = torch.stack([row[where.bool()].mean(0) for row, where in zip(x, counted, strict=True)])
    return x / x.norm(dim=-1, keepdim=True)


@contextmanager
def hooked(modules: list[Any], change: Callable[..., Any], before: bool = False) -> Iterator[None]:
    """Each module's input (before) or output replaced by what `change` gives."""
    hooks = [
        m.register_forward_pre_hook(lambda m, x: change(x[0]))
        if before
        else m.register_forward_hook(lambda m, x, y: change(y))
        for m in modules
    ]
    yield
    for hook in hooks:
        hook.remove()


def test_maps_and_states_equal_those_of_transformers(
    names: dict[str, Any], theirs: Any, record_property: Callable[[str, object], None]
) -> None:
    """Every attention weight and last state on all forty sentences, with each cut by a mask that the lab makes."""
    bert = names["BERT"](V=30522, P=512, C=384, H=12, F=1536, N=6).double().requires_grad_(False)
    bert.load_state_dict({name: p.double() for name, p in names["bert"].state_dict().items()})
    ids, real, words, third = (names[k] for k in ("ids", "real", "words", "third"))
    worst = 0.0
    for seen in (real, words, third):
        last = bert.states(ids, real=seen)
        ours = torch.stack([block.attention.map for block in bert.blocks], 1)
        where = real.bool()
        maps = their_maps(theirs, ids, seen)
        found = theirs(ids, attention_mask=seen).last_hidden_state
        worst = max(worst, (ours - maps).permute(0, 3, 1, 2, 4)[where].abs().max().item())
        worst = max(worst, (last - found)[where].abs().max().item())
    assert worst < BOUND
    record_property("lab_parity", json.dumps({"lab": "attention", "with": "transformers' BertModel", "largest": worst}))


def test_where_heads_look(names: dict[str, Any], theirs: Any) -> None:
    """The shares that the lab prints, counted word by word in the maps of transformers."""
    sums: dict[str, list[np.ndarray]] = {"previous token": [], "next token": [], "[CLS]": [], "ends": []}
    for one, _ in names["pairs"]:
        ids = torch.tensor([names["tokenizer"].encode(one).ids])
        maps = their_maps(theirs, ids)[0].numpy()
        last = ids.shape[1] - 1
        for i in range(1, last):
            if i > 1:
                sums["previous token"].append(maps[:, :, i, i - 1])
            if i < last - 1:
                sums["next token"].append(maps[:, :, i, i + 1])
            sums["[CLS]"].append(maps[:, :, i, 0])
            sums["ends"].append(maps[:, :, i, 0] + maps[:, :, i, last])
    for name in ("previous token", "next token", "[CLS]"):
        ours = names["share"](names["maps"], names["targets"][name])
        np.testing.assert_allclose(ours, np.mean(sums[name], 0), atol=1e-5)
    np.testing.assert_allclose(names["ends"], np.mean(sums["ends"], 0), atol=1e-5)
    assert np.mean(sums["previous token"], 0)[0, 2] > 0.99  # "nearly all", in head 1.3
    rest = np.sort(np.mean(sums["previous token"], 0), axis=None)[-2]
    assert 0.25 < rest < 0.4  # "the next best has a third"
    assert 0.4 < np.mean(sums["[CLS]"]) < 0.5  # "nearly half"
    assert 0.45 < np.mean(sums["ends"]) < 0.55  # "half"


def test_head_3_10_looks_at_the_same_word(names: dict[str, Any], theirs: Any) -> None:
    """What the prose says of the six sentences, in transformers' maps."""

    def back(text: str, first: str, second: str) -> tuple[float, float]:
        coded = names["tokenizer"].encode(text)
        i, j = coded.tokens.index(first), len(coded.tokens) - 1 - coded.tokens[::-1].index(second)
        row = their_maps(theirs, torch.tensor([coded.ids]))[0, 2, 9, j]
        return row[i].item(), row[0].item()

    cat = back("The cat saw another cat in the mirror.", "cat", "cat")
    kitten = back("The cat saw another kitten in the mirror.", "cat", "kitten")
    behind = back("The kitten saw another cat in the mirror.", "kitten", "cat")
    dog = back("The cat saw another dog in the mirror.", "cat", "dog")
    money = back("Money makes money, as the old bankers like to say.", "money", "money")
    river = back("A river flows into a lake, and the lake feeds a second river.", "river", "river")
    assert min(cat[0], river[0]) > 0.55 > behind[0] > 0.3 > 0.1 > max(kitten[0], dog[0], money[0])
    assert min(kitten[1], dog[1], money[1]) > 0.6  # otherwise at [CLS]


def test_first_head_goes_by_place(names: dict[str, Any], theirs: Any) -> None:
    """Head 1.3 looks at the token before, whatever stands there: even with random ids from all the vocabulary."""
    ids = torch.randint(1000, 30522, (8, 16), generator=torch.Generator().manual_seed(0))
    maps = their_maps(theirs, ids)[:, 0, 2]
    assert maps.diagonal(-1, 1, 2).mean() > 0.9
    shuffled = their_maps(theirs, names["mixed"], names["real"])
    share = names["share"](shuffled, names["targets"]["previous token"])[0, 2]
    assert abs(share - names["got"]) < 1e-5


def test_zeros_from_the_ends_or_no_sight_of_them(names: dict[str, Any], theirs: Any) -> None:
    """Both cuts in transformers: values set to zero there, and the mask that hides tokens."""
    ids, real, words, third = (names[k] for k in ("ids", "real", "words", "third"))
    values = [layer.attention.self.value for layer in theirs.encoder.layer]
    before = their_embedding(theirs, ids, real, words)
    for keep, silent, hidden in ((words, (0.985, 1), (0.5, 0.65)), (third, (0.93, 0.97), (0.93, 0.97))):
        with hooked(values, lambda v, keep=keep: v * keep[..., None]):
            zeros = their_embedding(theirs, ids, real, words)
        out = their_embedding(theirs, ids, keep, words)
        assert silent[0] < (before * zeros).sum(-1).mean() < silent[1]
        assert hidden[0] < (before * out).sum(-1).mean() < hidden[1]
        if keep is third:  # the last that the loop of the lab leaves behind
            assert abs(names["zeros"] - (before * zeros).sum(-1).mean()) < 1e-5
            assert abs(names["hidden"] - (before * out).sum(-1).mean()) < 1e-5


def test_it_and_its_nouns(names: dict[str, Any], theirs: Any) -> None:
    """The leanings recounted from transformers' maps; no head is right twice; 5.1 is right in the first pair only."""
    right, wrong = np.zeros((6, 12), int), 0
    for (first, second, *both), ours in zip(names["twins"], names["leans"], strict=True):
        found = []
        for text, lean in zip(both, ours, strict=True):
            coded = names["tokenizer"].encode(text)
            row = their_maps(theirs, torch.tensor([coded.ids]))[0, :, :, coded.tokens.index("it")]
            gap = (row[..., coded.tokens.index(first)] - row[..., coded.tokens.index(second)]).numpy()
            np.testing.assert_allclose(lean, gap, atol=1e-5)
            found.append(gap)
        d, e = found
        right += (d > 0.01) & (e < -0.01)
        wrong += int(((d < -0.01) & (e > 0.01)).sum())
        assert scipy.stats.pearsonr(d.ravel(), e.ravel()).statistic > 0.8
    assert right.sum() == 2 and right.max() == 1 and wrong == 3
    assert names["right"][0][4, 0] and right[4, 0] == 1


def test_heads_taken_out_and_their_entropy(names: dict[str, Any], theirs: Any) -> None:
    """Each head's columns of the output matrix set to zero in transformers; entropies by scipy."""
    ids, real = names["ids"], names["real"]
    before = their_embedding(theirs, ids, real, real)
    for layer, head in ((0, 2), (2, 9), (1, 0), (4, 10), (5, 0), (5, 11)):

        def cut(x: torch.Tensor, head: int = head) -> torch.Tensor:
            x = x.clone()
            x[..., head * D : (head + 1) * D] = 0
            return x

        with hooked([theirs.encoder.layer[layer].attention.output.dense], cut, before=True):
            after = their_embedding(theirs, ids, real, real)
        turn = 1 - (before * after).sum(-1).mean().item()
        assert abs(turn - names["turn"][layer, head]) < 1e-5
    maps, found = their_maps(theirs, ids, real), []
    for row, n in zip(maps, real.sum(1).tolist(), strict=True):
        found += [scipy.stats.entropy(row[:, :, i, :n].numpy(), axis=-1) / np.log(n) for i in range(1, n - 1)]
    np.testing.assert_allclose(names["entropy"], np.mean(found, 0), atol=1e-4)
    turn, entropy = names["turn"].numpy(), names["entropy"].numpy()
    assert entropy[0].min() < 0.01 and turn[2, 9] < 0.001
    assert turn[5].mean() > 5 * turn[:5].mean(1).max()  # "by far"


def test_words_left_out(names: dict[str, Any], theirs: Any) -> None:
    """Turns and falls from transformers, each word hidden by the mask in a sentence of its own."""
    for n in (0, 7, 12, 39):
        one, other = (torch.tensor([names["tokenizer"].encode(t).ids]) for t in names["pairs"][n])
        full, partner = (
            their_embedding(theirs, ids, torch.ones_like(ids), torch.ones_like(ids)) for ids in (one, other)
        )
        for i in range(1, one.shape[1] - 1):
            seen = torch.ones_like(one)
            seen[0, i] = 0
            absent = their_embedding(theirs, one, seen, seen)
            assert abs((1 - (absent * full).sum()) - names["turns"][n][i - 1]) < 1e-5
            assert abs(((full - absent) * partner).sum() - names["falls"][n][i - 1]) < 1e-5


def test_measures(names: dict[str, Any], theirs: Any) -> None:
    """Attention from transformers' maps; gradients by finite differences, along the embedding and by channel."""
    for n in (0, 12, 26):
        one, other = (torch.tensor([names["tokenizer"].encode(t).ids]) for t in names["pairs"][n])
        scores = names["scores"][n]
        partner = their_embedding(theirs, other, torch.ones_like(other), torch.ones_like(other))[0]
        maps = their_maps(theirs, one)[0]
        np.testing.assert_allclose(scores["attention, all layers"], maps.mean((0, 1, 2))[1:-1], atol=1e-6)
        np.testing.assert_allclose(scores["attention, last layer"], maps[5].mean((0, 1))[1:-1], atol=1e-6)
        x = theirs.embeddings.word_embeddings(one)

        def slopes(steps: torch.Tensor, x: torch.Tensor = x, partner: torch.Tensor = partner) -> np.ndarray:
            """Central differences of the likeness, one for each of the steps (S, T, C)."""
            sides = []
            for sign in (1, -1):
                moved = x + sign * 1e-4 * steps
                seen = torch.ones(moved.shape[:2], dtype=torch.int)
                mean = theirs(inputs_embeds=moved, attention_mask=seen).last_hidden_state.mean(1)
                sides.append(mean @ partner / mean.norm(dim=-1))
            return np.asarray((sides[0] - sides[1]) / 2e-4)

        T = one.shape[1]
        along = slopes(torch.eye(T, dtype=torch.double)[1:-1, :, None] * x)  # each token's own embedding
        np.testing.assert_allclose(scores["gradient x embedding"], along, atol=1e-5)
        each = torch.zeros(384, T, 384, dtype=torch.double)  # channel by channel, of token 2
        each[:, 2] = torch.eye(384)
        if n == 0:
            assert abs(np.linalg.norm(slopes(each)) - scores["gradient, length"][1]) < 1e-5
        states = theirs(one).last_hidden_state[0]
        np.testing.assert_allclose(scores["last state x partner"], (states @ partner)[1:-1], atol=1e-4)


def test_rank_correlations(names: dict[str, Any]) -> None:
    """Every number of the lab's table by scipy, and what the prose says of them."""
    means = {}
    for name, found in names["table"].items():
        far, way = [], []
        for s, turn, fall in zip(names["scores"], names["turns"], names["falls"], strict=True):
            far.append(scipy.stats.spearmanr(s[name].abs(), turn).statistic)
            way.append(scipy.stats.spearmanr(s[name], fall).statistic)
        np.testing.assert_allclose(found, [far, way], atol=1e-5)
        means[name] = np.mean(far), np.mean(way)
    attention, row, gradient = (means[k] for k in ("attention, all layers", "row's length", "gradient, length"))
    assert 0 < attention[0] - row[0] < 0.1 and 0 < gradient[0] - attention[0] < 0.1
    assert abs(attention[1] - row[1]) < 0.1
    assert means["gradient x embedding"][1] < -0.1
    best = max(means, key=lambda name: means[name][1])
    assert best == "last state x partner" and 0.4 < means[best][1] < 0.6


def test_what_the_row_sets_aside(names: dict[str, Any]) -> None:
    """Partial rank correlations as the correlation of what a straight line through the row's ranks leaves over."""
    means = []
    for effects in (names["turns"], names["falls"]):
        found = []
        for s, effect in zip(names["scores"], effects, strict=True):
            seen, row = s["attention, all layers"], s["row's length"]
            a, b, c = (scipy.stats.rankdata(v) for v in (seen, effect, row))
            rest = [v - np.polyval(np.polyfit(c, v, 1), c) for v in (a, b)]
            found.append(scipy.stats.pearsonr(*rest).statistic)
            assert abs(found[-1] - names["beyond"](seen, effect, row)) < 1e-4
        means.append(np.mean(found))
    assert means[0] > 0.5 and abs(means[1]) < 0.15  # "most of it", "about nothing"
