"""Oracles of the chapter Forward pass and loss: torch, scipy, tokenizers, transformers or a closed form."""

import json
from collections.abc import Callable
from itertools import pairwise
from math import exp, log
from typing import Any

import numpy as np
import pytest
import torch
from scipy import special, stats
from torch.nn import functional as F

Scope = Callable[[str], dict[str, Any]]
tiers = pytest.mark.parametrize


def tensor(value: Any) -> torch.Tensor:
    """Any snippet's array, list or tensor as a float64 tensor without history."""
    value = value.detach() if isinstance(value, torch.Tensor) else value
    return torch.as_tensor(np.asarray(value)).to(torch.float64)


def near(got: Any, want: Any, atol: float = 1e-12) -> None:
    """Fail unless both have one shape and agree within `atol`."""
    torch.testing.assert_close(tensor(got), tensor(want), rtol=0, atol=atol)


# ---------------------------------------------------------------- text to tokens

SPLIT = r" ?\w+| ?[^\w\s]+|\s+"


def latin(text: bytes) -> str:
    """Bytes as a text with one character a byte, so that the library's characters are our bytes."""
    return text.decode("latin-1")


def library(s: dict[str, Any]) -> Any:
    """The tokenizers library's byte-pair encoding, trained on the paragraph of bpe_train from all 256 bytes."""
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(SPLIT), "isolated")
    trainer = trainers.BpeTrainer(
        vocab_size=len(s["token"]), initial_alphabet=[chr(i) for i in range(256)], show_progress=False
    )
    tokenizer.train_from_iterator([latin(s["text"].encode())], trainer)
    return tokenizer


def test_utf8(scope: Scope) -> None:
    """The bytes of each character follow from its code point by the table of RFC 3629, section 3."""
    from tools.snippets import SNIPPETS, run

    printed = run(SNIPPETS / "forward/utf8.py").output.splitlines()
    for line, point in zip(printed, (0x63, 0xE9, 0x732B, 0x1F408), strict=False):
        size = next(n for n, top in enumerate((0x80, 0x800, 0x10000, 0x110000), 1) if point < top)
        tail = [0x80 | (point >> 6 * i & 0x3F) for i in reversed(range(size - 1))]
        head = point if size == 1 else (0xF00 >> size & 0xFF) | point >> 6 * (size - 1)
        assert line.endswith(str([head, *tail]))
    assert scope("forward/utf8.py")["ids"] == [97, 32, 99, 97, 102, 0xC3, 0xA9]


def test_bpe_train(scope: Scope) -> None:
    """The tokenizers library, trained on the same paragraph, learns the same merges, order and ids."""
    s = scope("forward/bpe_train.py")
    theirs = library(s)
    assert theirs.get_vocab() == {latin(text): i for i, text in s["token"].items()}
    ours = [[latin(s["token"][i]) for i in pair] for pair in s["merges"]]
    assert json.loads(theirs.to_str())["model"]["merges"] == ours
    assert theirs.encode(latin(s["text"].encode())).ids == [i for word in s["words"] for i in word]


def test_bpe_train_as_gpt2_does(scope: Scope) -> None:
    """Our merges, written as GPT-2's files write them, cut alike in the library's byte-level tokeniser."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    s = scope("forward/bpe_train.py")
    shown = sorted(pre_tokenizers.ByteLevel.alphabet())  # printable stand-ins, one for each byte
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [b for b in range(256) if b not in plain]
    byte = dict(zip([*plain, *rest], shown, strict=True))
    stand_in = {i: "".join(byte[b] for b in text) for i, text in s["token"].items()}
    merges = [(stand_in[a], stand_in[b]) for a, b in s["merges"]]
    tokenizer = Tokenizer(models.BPE({text: i for i, text in stand_in.items()}, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    ids = tokenizer.encode(s["text"]).ids
    assert ids == [i for word in s["words"] for i in word]
    assert tokenizer.decode(ids) == s["text"]


TEXTS = [" pieces", "pieces", " Pieces", " and the peace", " café", "the  rest,\n\nagain; 猫 🐈!", "", "ttthehehe"]


@tiers("text", TEXTS)
def test_bpe_encode(scope: Scope, text: str) -> None:
    """Ids equal the library's for the first 16 merges, word by word, and decoding gives the text back."""
    import re

    from tokenizers import Tokenizer, models

    s, trained = scope("forward/bpe_encode.py"), scope("forward/bpe_train.py")
    first = list(trained["merges"])[:16]
    assert [tuple(pair) for pair in s["merges"]] == [tuple(trained["token"][i] for i in pair) for pair in first]
    vocabulary = {latin(text): i for i, text in list(trained["token"].items())[: 256 + 16]}
    merges = [(latin(trained["token"][a]), latin(trained["token"][b])) for a, b in first]
    tokenizer = Tokenizer(models.BPE(vocabulary, merges))
    words = re.findall(SPLIT, text)
    want = [i for word in words for i in tokenizer.encode(latin(word.encode())).ids]
    assert s["encode"](text) == want
    assert s["decode"](want) == text
    assert s["decode"]([32, 112, 266, 115]) == " pieces"  # another way to spell it, as the page says


def test_labels(scope: Scope) -> None:
    """Scores equal torch's embedding and linear, before and after the ids are permuted by a matrix."""
    s = scope("forward/labels.py")
    E, W, ids = tensor(s["E"]), tensor(s["W"]), torch.tensor(s["ids"])
    near(s["z"], F.linear(F.embedding(ids, E), W.T))
    P = F.one_hot(torch.tensor(s["order"])).double()  # new rows from old
    near(s["new_z"], F.linear(F.embedding(torch.tensor(s["new_ids"]), P @ E), P @ W.T))
    near(tensor(s["new_z"]) @ P, s["z"])
    assert s["new_ids"] != s["ids"]


# ---------------------------------------------------------------- scores to probabilities


@tiers("tier", ["plain", "numpy", "torch"])
def test_forward(scope: Scope, tier: str) -> None:
    """Every stage equals torch's embedding, linear, relu and softmax."""
    s = scope(f"forward/forward_{tier}.py")
    E, W1, W2 = (tensor(s[n]) for n in ("E", "W1", "W2"))
    x = F.embedding(torch.tensor([0, 1, 2]), E)
    a = F.relu(F.linear(x, W1.T))
    z = F.linear(a, W2.T)
    tolerance = 1e-6 if tier == "torch" else 1e-12
    for name, want in (("x", x), ("a", a), ("z", z), ("p", z.softmax(1))):
        near(s[name], want, tolerance)


def test_overflow(scope: Scope) -> None:
    """The naive form fails where exp leaves the type, as torch's finfo says, and scipy's softmax does not."""
    scope("forward/overflow.py")
    for name, limit in (("float16", 11.09), ("float32", 88.72), ("float64", 709.78)):
        assert log(torch.finfo(getattr(torch, name)).max) == pytest.approx(limit, abs=0.005)
    with np.errstate(all="ignore"):
        for top, fails in ((10, False), (80, False), (100, True), (1000, True), (-200, True)):
            z = np.array([top, top - 1, top - 2], dtype=np.float32)
            naive = np.exp(z) / np.exp(z).sum()
            assert np.isnan(naive).all() == fails
            assert special.softmax(z) == pytest.approx([0.66524, 0.24473, 0.09003], abs=1e-5)
    assert np.isnan(scope("forward/overflow.py")["p"]).all()


SCORES = [[2.0, 1.0, 0.0], [1002.0, 1001.0, 1000.0], [-998.0, -999.0, -1000.0], [0.0] * 5, [1e5, -1e5, 3.0]]


@tiers("tier", ["plain", "numpy"])
@tiers("z", SCORES)
def test_softmax(scope: Scope, tier: str, z: list[float]) -> None:
    """Equal to scipy.special.softmax and torch's, also where the naive form fails."""
    softmax = scope(f"forward/softmax_{tier}.py")["softmax"]
    got = softmax(z if tier == "plain" else np.array(z))
    near(got, special.softmax(z), 1e-15)
    near(got, tensor(z).softmax(0), 1e-15)


def test_softmax_over_rows(scope: Scope) -> None:
    """The NumPy form works on the last axis of an array with more of them, as torch's does."""
    z = np.random.default_rng(0).normal(size=(2, 3, 5)) * 50
    near(scope("forward/softmax_numpy.py")["softmax"](z), tensor(z).softmax(-1), 1e-15)


@tiers("z", SCORES)
def test_logsumexp(scope: Scope, z: list[float]) -> None:
    """Equal to scipy's logsumexp; it lies between the largest score and that plus ln V."""
    got = scope("forward/logsumexp_numpy.py")["logsumexp"](np.array(z))
    assert got == pytest.approx(special.logsumexp(z), abs=1e-12)
    assert max(z) <= got <= max(z) + log(len(z)) + 1e-12


@tiers("tier", ["numpy", "torch"])
def test_logsumexp_gives_log_softmax(scope: Scope, tier: str) -> None:
    """Scores less log-sum-exp equal scipy's and torch's log_softmax."""
    s = scope(f"forward/logsumexp_{tier}.py")  # the last scores of the snippet: three zeros
    near(s["log_p"], special.log_softmax([0.0, 0.0, 0.0]))
    if tier == "numpy":
        for z in SCORES:
            near(np.array(z) - s["logsumexp"](np.array(z)), F.log_softmax(tensor(z), 0))


def test_certainty(scope: Scope) -> None:
    """No logits fit the texts better: scipy's minimiser ends in the same shares, and scaling keeps the order."""
    from scipy.optimize import minimize

    s = scope("forward/certainty.py")
    fit = minimize(lambda z: -3 * special.log_softmax(z)[0] - special.log_softmax(z)[1], [0.0, 0.0])
    near(special.softmax(fit.x), special.softmax(s["z"]), 1e-5)
    near(special.softmax(s["z"]), [0.75, 0.25])
    near(s["p"], special.softmax(4 * s["z"]))


# ---------------------------------------------------------------- loss


def test_surprise(scope: Scope) -> None:
    """Losses in bits are log2 of 1 / p; losses of independent steps add up as scipy's entropy of a coin does."""
    s = scope("forward/surprise.py")
    assert s["product"] == pytest.approx(1 / 64)
    assert -log(s["product"]) == pytest.approx(sum(special.entr(p) / p for p in s["p"]))
    assert stats.entropy([0.5, 0.5]) == pytest.approx(-log(0.5))
    assert s["nats"] == pytest.approx(log(1000))
    assert special.entr([0.9, 0.9, 0.25]) @ [1 / 0.9, 1 / 0.9, 1 / 0.25] < 3 * stats.entropy([0.5, 0.5])  # model B, A


def test_one_number(scope: Scope) -> None:
    """Losses equal torch's cross_entropy; measured slopes and differences equal the gradient that autograd finds."""
    s = scope("forward/one_number_plain.py")
    for p in (s["p_A"], s["p_B"]):
        z = tensor([log(p_u) for p_u in p]).requires_grad_()
        want = F.cross_entropy(z[None], torch.tensor([0]))
        assert s["loss"](z.tolist()) == pytest.approx(want.item()) == pytest.approx(-log(0.5))
        (gradient,) = torch.autograd.grad(want, z)
        near(gradient, tensor(p) - tensor(s["target"]))
        assert [s["slope"](z.tolist(), u) for u in range(4)] == pytest.approx(gradient.tolist(), abs=1e-9)


@tiers("tier", ["plain", "numpy", "torch"])
def test_cross_entropy(scope: Scope, tier: str) -> None:
    """Each loss and their mean equal torch's cross_entropy, and scipy's log_softmax."""
    s = scope(f"forward/cross_entropy_{tier}.py")
    z, y = tensor(s["z"]), torch.as_tensor(s["y"])
    near(s["losses"], F.cross_entropy(z, y, reduction="none"))
    near(s["L"], F.cross_entropy(z, y))
    near(s["losses"], [-special.log_softmax(row)[t] for row, t in zip(z.numpy(), y, strict=True)])
    assert exp(-float(s["L"])) == pytest.approx(stats.gmean(z.softmax(1)[range(3), y]), rel=1e-12)
    assert F.cross_entropy(z.softmax(1), y) > 1.1 * float(s["L"])  # a second softmax is a wrong loss, as the page says
    near(s["z"], scope("forward/forward_numpy.py")["z"])  # the forward pass of the page before


def test_uniform(scope: Scope) -> None:
    """Equal scores cost scipy's entropy of the uniform distribution, ln V, for GPT-2's vocabulary too."""
    from tools.snippets import SNIPPETS, run

    lines = run(SNIPPETS / "forward/uniform.py").output.splitlines()
    for line, V in zip(lines, (2, 256, 32000, 50257), strict=False):
        want = stats.entropy(np.full(V, 1 / V))
        assert f"loss {want:7.4f} nats" in line
        assert F.cross_entropy(torch.zeros(1, V), torch.tensor([V - 1])).item() == pytest.approx(want, abs=1e-5)
    assert "10.8249" in lines[3]
    assert scope("forward/uniform.py")["variance"] == pytest.approx(768 * 0.02**2)


def test_uniform_is_where_gpt2_starts(scope: Scope) -> None:
    """An untrained GPT-2 of transformers, of the real width and vocabulary, starts at the printed loss to 0.01."""
    from transformers import GPT2Config, GPT2LMHeadModel

    s = scope("forward/uniform.py")
    torch.manual_seed(0)
    model = GPT2LMHeadModel(GPT2Config(n_layer=1)).eval()
    with torch.no_grad():
        z = model(torch.randint(0, s["V"], (1, 64))).logits
    L = (z.logsumexp(-1) - z.mean(-1)).mean().item()  # a target drawn at random
    assert pytest.approx(log(s["V"]) + s["variance"] / 2, abs=0.01) == L


def test_bits_per_byte(scope: Scope) -> None:
    """The total is scipy's entropy times the length, and equal for both ways to cut the text; perplexity is not."""
    s = scope("forward/bits_per_byte.py")
    text, models = s["text"], s["models"]
    count = np.unique(list(text.encode()), return_counts=True)[1]
    bits = stats.entropy(count, base=2)
    cut = {name: -np.log2(p).sum() / len(text) for name, p in models.items()}
    assert cut["bytes"] == pytest.approx(bits, rel=1e-12)
    assert cut["words, same model"] == pytest.approx(bits, rel=1e-12)
    assert s["bits_per_byte"] == pytest.approx(len(text.split()) * np.log2(100) / len(text.encode()), rel=1e-12)
    perplexity = {name: exp(-np.log(p).mean()) for name, p in models.items()}
    assert perplexity["words, p = 1/100"] > perplexity["bytes"]
    assert cut["words, p = 1/100"] < cut["bytes"]


def test_shift(scope: Scope) -> None:
    """The three losses equal torch's nll_loss on slices; a GPT-2 of transformers shifts its labels itself, by one."""
    from transformers import GPT2Config, GPT2LMHeadModel

    s = scope("forward/shift.py")
    ids = torch.tensor(s["ids"])
    the = [0.01, 1.01, 0.01, 0.01, 1.01, 0.01]  # followed by cat once, by mat once
    near(s["bigram"][0], np.array(the) / 2.06)
    for shift, name in ((0, "none"), (1, "one"), (2, "two")):
        p = tensor(s["bigram"]).log()
        assert s[name] == pytest.approx(F.nll_loss(p[: len(ids) - shift], ids[shift:]).item(), rel=1e-12)
    torch.manual_seed(0)
    model = GPT2LMHeadModel(GPT2Config(vocab_size=6, n_positions=8, n_embd=8, n_layer=1, n_head=1)).double().eval()
    out = model(ids[None], labels=ids[None])
    theirs = s["loss"](out.logits[0, :-1].softmax(-1).detach().numpy(), s["ids"][1:])
    assert theirs == pytest.approx(out.loss.item(), abs=1e-6)  # transformers computes its loss in float32


def test_ignore_index(scope: Scope) -> None:
    """Targets and loss equal a loop over the real places, with scipy's log_softmax."""
    s = scope("forward/ignore_index.py")
    steps = [(a, b) for text in s["texts"] for a, b in pairwise(text)]
    W = s["W"].double().numpy()
    losses = [-special.log_softmax(W[a])[b] for a, b in steps]
    assert F.cross_entropy(s["z"], s["y"]).item() == pytest.approx(np.mean(losses), abs=1e-6)
    assert int((s["y"] != -100).sum()) == len(steps) == 5
    without_ends = [loss for loss, (_, b) in zip(losses, steps, strict=True) if b != s["END"]]
    assert s["L"].item() == pytest.approx(np.mean(without_ends), abs=1e-6)


# ------------------------------------------- the masked-loss mistake: a regression test, keep it


@tiers("tier", ["numpy", "torch"])
@tiers("n_pad", [1, 3, 9, 27])
def test_masked_mean(scope: Scope, tier: str, n_pad: int) -> None:
    """The right form equals torch's mean over targets that are not ignored, whatever stands in the padding."""
    z, y, mask, losses = padded(n_pad)
    right = scope(f"forward/masked_mean_{tier}.py")["right"]
    want = F.cross_entropy(z, y.where(mask > 0, -100), ignore_index=-100)
    got = right(losses.numpy(), mask.numpy()) if tier == "numpy" else right(z, y, mask)
    near(got, want)
    z_other = z + (1 - mask)[:, None] * torch.linspace(-3, 3, 4)
    other = F.cross_entropy(z_other, y, reduction="none")
    again = right(other.numpy(), mask.numpy()) if tier == "numpy" else right(z_other, y, mask)
    near(again, want)


@tiers("tier", ["numpy", "torch"])
@tiers("n_pad", [1, 3, 9, 27])
def test_masked_mean_mistake_is_the_plain_mean(scope: Scope, tier: str, n_pad: int) -> None:
    """A mean times a mask is the mean with the padding in it; the right form must never become that."""
    z, y, mask, losses = padded(n_pad)
    s = scope(f"forward/masked_mean_{tier}.py")
    arguments = (losses.numpy(), mask.numpy()) if tier == "numpy" else (z, y, mask)
    near(s["mistaken"](*arguments), F.cross_entropy(z, y))  # padding and all
    assert abs(float(s["right"](*arguments)) - F.cross_entropy(z, y).item()) > 0.05


def test_masked_mean_mistake_as_in_the_book(scope: Scope) -> None:
    """The lines of the book's PyTorch tab, with their 1e-8, are the plain mean; with reduction none they are right."""
    z, y, mask, _ = padded(9)
    for reduction, want in (("mean", "mistaken"), ("none", "right")):
        scaled = torch.nn.CrossEntropyLoss(reduction=reduction)(z, y) * mask
        book = scaled.sum() / (mask.sum() + 1e-8)
        near(book, scope("forward/masked_mean_torch.py")[want](z, y, mask), 1e-7)


def test_masked_mean_mistake_lets_padding_train(scope: Scope) -> None:
    """Autograd finds a gradient on padded logits under the mistaken form, none under the right one."""
    s = scope("forward/masked_mean_torch.py")
    z, y, mask, _ = padded(3)
    z.requires_grad_()
    pad = mask == 0
    (right,) = torch.autograd.grad(s["right"](z, y, mask), z)
    (mistaken,) = torch.autograd.grad(s["mistaken"](z, y, mask), z)
    assert not right[pad].any()
    assert mistaken[pad].abs().min() > 1e-4
    near(s["slope"][0], 0.0)
    near(s["slope"][1], scope("forward/masked_mean_numpy.py")["slope"][1], 1e-9)


def padded(n_pad: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Three real positions and n_pad padded ones in float64: logits, targets, mask, losses."""
    torch.manual_seed(n_pad)
    z = torch.randn(3 + n_pad, 4, dtype=torch.float64)
    y = torch.tensor([1, 2, 3] + [0] * n_pad)
    z[3:, 0] += 3  # the padding is easy to predict
    mask = (torch.arange(3 + n_pad) < 3).double()
    return z, y, mask, F.cross_entropy(z, y, reduction="none")


def test_averages(scope: Scope) -> None:
    """The token mean equals numpy's average weighted by the batches' lengths; the mean of means does not."""
    s = scope("forward/averages.py")
    means, lengths = [np.mean(b) for b in s["batches"]], [len(b) for b in s["batches"]]
    assert s["micro"] == pytest.approx(np.average(means, weights=lengths), rel=1e-12)
    assert s["micro"] == pytest.approx(np.concatenate(s["batches"]).mean(), rel=1e-12)
    assert s["weighted"] == pytest.approx(s["micro"], rel=1e-12)
    assert s["macro"] == pytest.approx(np.average(means), rel=1e-12)
    assert s["macro"] != pytest.approx(s["micro"], rel=0.1)


# ---------------------------------------------------------------- exercises


@tiers("word", ["the", "he", "bath", "hehthe", ""])
def test_solve_merge_order(scope: Scope, word: str) -> None:
    """Both orders equal the tokenizers library's with the same list of merges."""
    from tokenizers import Tokenizer, models

    s = scope("forward/solve_merge_order.py")
    for merges in ([s["a"], s["b"]], [s["b"], s["a"]]):
        names = dict.fromkeys([*"theba", *("".join(pair) for pair in merges)])
        tokenizer = Tokenizer(models.BPE({name: i for i, name in enumerate(names)}, merges))
        assert s["encode"](word, merges) == tokenizer.encode(word).tokens


def test_solve_sigmoid(scope: Scope) -> None:
    """Equal to scipy's expit of the difference, on both sides."""
    s = scope("forward/solve_sigmoid.py")
    for z in ([0.0, 0.0], [2.0, 0.0], [-1.0, 3.0], [40.0, 0.0]):
        near(s["softmax"](z), special.expit([z[0] - z[1], z[1] - z[0]]), 1e-15)
    assert s["sigmoid"] == pytest.approx(special.expit(-4), rel=1e-12)


def test_solve_compare(scope: Scope) -> None:
    """Bits per byte by The Pile's formula (Gao 2020, section 3.1): tokens per byte times nats, over ln 2."""
    s = scope("forward/solve_compare.py")
    bits = {name: (1 / bytes_) * nats / log(2) for name, (nats, bytes_) in s["models"].items()}
    assert s["bits_per_byte"] == pytest.approx(bits["B"], rel=1e-12)
    assert bits["A"] < bits["B"]


def test_solve_accumulate(scope: Scope) -> None:
    """Autograd's gradient of the whole batch equals the parts scaled by tokens, not the halves."""
    s = scope("forward/solve_accumulate.py")
    W = tensor(s["W"]).requires_grad_()
    (want,) = torch.autograd.grad(F.cross_entropy(tensor(s["x"]) @ W, torch.tensor(s["y"])), W)
    near(s["full"], want, 1e-8)
    near(s["scaled"], want, 1e-8)
    assert (tensor(s["halves"]) - want).abs().max() > 0.1


def test_solve_all_padding(scope: Scope) -> None:
    """torch's mean over no target is nan; the safe form is 0 there and equals torch's wherever a target is left."""
    s = scope("forward/solve_all_padding_torch.py")
    assert F.cross_entropy(s["z"], s["none"]).isnan()
    assert s["safe"](s["z"], s["none"]).item() == 0
    for y in ([1, -100], [2, 0], [-100, 0]):
        near(s["safe"](s["z"], torch.tensor(y)), F.cross_entropy(s["z"], torch.tensor(y)), 1e-6)
