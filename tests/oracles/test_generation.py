"""Oracles of the chapter Generate text: transformers' own processors and generate, torch, scipy, brute force."""

from collections.abc import Callable
from itertools import product
from math import log
from typing import Any

import numpy as np
import pytest
import torch
from scipy import stats
from scipy.special import entr, softmax
from torch.nn import functional as F

from tools.snippets import SNIPPETS

Scope = Callable[[str], dict[str, Any]]


def printed(name: str) -> list[str]:
    """The lines that a snippet of this chapter printed."""
    return (SNIPPETS / f"generation/{name}.out").read_text(encoding="utf-8").splitlines()


def table(s: dict[str, Any]) -> torch.Tensor:
    """The scores of the little model, one row for each word before."""
    return torch.tensor([s["scores"][word] for word in s["words"]], dtype=torch.float64)


def as_gpt2(scores: torch.Tensor) -> Any:
    """A transformers GPT-2 whose logits depend on the last token alone, and equal `scores` up to a constant factor.

    One-hot embeddings times 1e4 pass through a block whose weights are 0 and a norm; the head maps them to the scores.
    """
    from transformers import GPT2Config, GPT2LMHeadModel

    V = len(scores)
    config = GPT2Config(vocab_size=V, n_positions=64, n_embd=V, n_layer=1, n_head=1, tie_word_embeddings=False)
    model = GPT2LMHeadModel(config).double().eval()
    with torch.no_grad():
        for p in model.parameters():
            p.zero_()
        model.transformer.wte.weight.copy_(torch.eye(V))
        model.transformer.ln_f.weight.fill_(1)
        one_hot = F.layer_norm(torch.eye(V, dtype=torch.float64), (V,), eps=config.layer_norm_epsilon)
        wanted = scores - scores.mean(0, keepdim=True)  # the rows of one_hot add up to 0, so only this part can be met
        model.lm_head.weight.copy_(torch.linalg.lstsq(one_hot, wanted).solution.T)
    return model


def test_greedy(scope: Scope) -> None:
    """transformers' generate, greedy, writes the same ten words from the same model."""
    s = scope("generation/greedy_plain.py")
    scores = table(s)
    scores = torch.cat([scores, torch.zeros(6, 0)], 1)
    model = as_gpt2(scores)
    bias = scores.mean(0)
    from transformers import LogitsProcessorList

    add = LogitsProcessorList([lambda ids, z: z + bias])
    for line, start in zip(printed("greedy_plain"), ("the", "mat"), strict=True):
        ids = torch.tensor([[s["words"].index(start)]])
        out = model.generate(
            ids, do_sample=False, max_length=10, pad_token_id=0, eos_token_id=None, logits_processor=add
        )
        assert " ".join(s["words"][i] for i in out[0]) == line


@pytest.mark.parametrize("tier", ["plain", "numpy"])
def test_temperature(scope: Scope, tier: str) -> None:
    """Shares and entropies are scipy's softmax of z/t and its entropy; the last p equals torch's."""
    s = scope(f"generation/temperature_{tier}.py")
    for line in printed(f"temperature_{tier}")[1:]:
        t, *shares, entropy = map(float, line.split())
        want = softmax(np.array(s["z"]) / t)
        assert np.allclose(shares, want, atol=5.1e-4)
        assert entropy == pytest.approx(entr(want).sum(), abs=5.1e-4)
    assert np.allclose(s["p"], F.softmax(torch.tensor(s["z"], dtype=torch.float64) / s["t"], 0), atol=1e-12)


def test_truncate(scope: Scope) -> None:
    """What is kept is what transformers' TopKLogitsWarper and TopPLogitsWarper keep, for both texts and many p."""
    from transformers import TopKLogitsWarper, TopPLogitsWarper

    s = scope("generation/truncate_plain.py")
    ids = torch.zeros(1, 1, dtype=torch.long)
    for z in s["texts"].values():
        p, scores = s["softmax"](z), torch.tensor([z], dtype=torch.float64)
        for k in (1, 2, 3):
            kept = TopKLogitsWarper(k)(ids, scores.clone())[0].isfinite().nonzero()[:, 0].tolist()
            assert sorted(s["top_k"](p, k)) == kept
        for share in (0.2, 0.5, 0.7, 0.9, 0.97):
            kept = TopPLogitsWarper(share)(ids, scores.clone())[0].isfinite().nonzero()[:, 0].tolist()
            assert sorted(s["top_p"](p, share)) == kept


def test_sample(scope: Scope) -> None:
    """The place of each u is numpy's searchsorted on the sums; the draws pass scipy's chi-square test."""
    s = scope("generation/sample_plain.py")
    edges = np.cumsum(s["p"])
    for u in np.linspace(0, 0.999, 333):
        assert s["draw"](s["p"], u) == np.searchsorted(edges, u, side="right")
    counts = [s["draws"].count(i) for i in range(4)]
    assert stats.chisquare(counts, np.array(s["p"]) * len(s["draws"])).pvalue > 0.01


def test_different(scope: Scope) -> None:
    """The texts follow the model's probabilities: first words by a chi-square test; cold texts are the greedy one."""
    s = scope("generation/different_plain.py")
    firsts = [s["write"](seed, 1.0).split()[1] for seed in range(2000)]
    want = softmax(s["scores"]["the"]) * len(firsts)
    assert stats.chisquare([firsts.count(w) for w in s["words"]], want).pvalue > 0.001
    assert s["cold"] == {" ".join(printed("greedy_plain")[0].split()[:8])}


def test_rounding(scope: Scope) -> None:
    """float32 sums in both orders equal numpy's own; the exact scores equal those of Python's fractions."""
    from fractions import Fraction

    s = scope("generation/rounding_numpy.py")
    h, W = s["h"], s["W"]
    want = [sum(Fraction(float(w)) * Fraction(float(x)) for w, x in zip(row, h, strict=True)) for row in W]
    assert [Fraction(float(z)) for z in s["exact"]] == want
    assert (np.float32(h[0] + h[1]) + h[2], np.float32(h[0] + h[2]) + h[1]) == (0.0, 1.0)


@pytest.mark.parametrize("penalty", [1.0, 1.3, 2.0])
def test_repetition(scope: Scope, penalty: float) -> None:
    """The penalised scores equal those of transformers' RepetitionPenaltyLogitsProcessor."""
    from transformers import RepetitionPenaltyLogitsProcessor

    s = scope("generation/repetition_plain.py")
    processor = RepetitionPenaltyLogitsProcessor(penalty)
    for said in (["the"], ["the", "cat", "."], s["words"]):
        ids = torch.tensor([[s["words"].index(word) for word in said]])
        for z in s["scores"].values():
            want = processor(ids, torch.tensor([z], dtype=torch.float64))[0]
            assert np.allclose(s["penalise"](z, said, penalty), want, atol=1e-12)


def test_cache(scope: Scope) -> None:
    """Each output and choice equal torch's attention over the whole text; counts are T and T (T + 1) / 2."""
    s = scope("generation/cache_numpy.py")
    E, Wq, Wk, Wv = (torch.tensor(s[name]) for name in ("E", "Wq", "Wk", "Wv"))
    text = s["texts"]["with"]
    x = E[text[:-1]]
    h = F.scaled_dot_product_attention((x @ Wq)[None], (x @ Wk)[None], (x @ Wv)[None], is_causal=True)[0]
    assert (h @ E.T).argmax(1).tolist() == text[1:]
    for t in range(1, len(x) + 1):
        q, k, v = (x[t - 1] @ Wq).numpy(), (x[:t] @ Wk).numpy(), (x[:t] @ Wv).numpy()
        assert np.allclose(s["attend"](q, k, v), h[t - 1], atol=1e-12)
    T = s["steps"]
    assert s["used"] == {"with": T, "without": T * (T + 1) // 2}


def test_cache_in_transformers() -> None:
    """A random GPT-2 of transformers writes the same tokens with its cache and without."""
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(0)
    model = GPT2LMHeadModel(GPT2Config(vocab_size=50, n_embd=32, n_layer=2, n_head=2, n_positions=64)).double().eval()
    ids, same = torch.tensor([[1, 2, 3]]), []
    for use in (True, False):
        out = model.generate(ids, do_sample=False, max_length=30, use_cache=use, pad_token_id=0, eos_token_id=None)
        same.append(out.tolist())
    assert same[0] == same[1]


def all_sentences(after: dict[str, dict[str, float]]) -> dict[str, float]:
    """Every sentence of at most five words with its probability, by trying all rows of words."""
    found = {}
    vocabulary = sorted({word for row in after.values() for word in row})
    for length in range(2, 6):
        for row in product(vocabulary, repeat=length):
            if row[-1] == "." and "." not in row[:-1]:
                p = np.prod([after.get(a, {}).get(b, 0.0) for a, b in zip(("", *row), row, strict=False)])
                if p > 0:
                    found[" ".join(row)] = float(p)
    return found


def test_beam(scope: Scope) -> None:
    """With enough beams it finds the likeliest of all sentences, found by brute force; one beam is greedy choice."""
    s = scope("generation/beam_plain.py")
    every = all_sentences(s["after"])
    best = max(every, key=lambda sentence: every[sentence])
    for size in (2, 4, 15):
        assert " ".join(s["beam_search"](size)[0]) == best
    word, greedy = "", []
    while word != ".":
        word = max(s["after"][word], key=s["after"][word].__getitem__)
        greedy.append(word)
    assert s["beam_search"](1)[0] == greedy


def test_length(scope: Scope) -> None:
    """Probabilities are the model's; each choice is what transformers' rule, sum of logs / length ** alpha, gives."""
    s = scope("generation/length_plain.py")
    every = all_sentences(scope("generation/beam_plain.py")["after"])
    for sentence, p in s["finished"].items():
        assert p == pytest.approx(every[sentence], abs=1e-12)
    for line in printed("length_plain")[4:]:
        alpha, best = float(line.split()[1].rstrip(":")), line.partition(": ")[2]
        scores = {x: log(every[x]) / len(x.split()) ** alpha for x in every}
        assert max(scores, key=lambda x: scores[x]) == best


def test_solve_limits(scope: Scope) -> None:
    """Both limits, and torch's softmax between them."""
    s = scope("generation/solve_limits.py")
    z = torch.tensor(s["z"], dtype=torch.float64)
    for t in (0.01, 0.1, 1.0, 100.0):
        assert np.allclose(s["shares"](s["z"], t), F.softmax(z / t, 0), atol=1e-12)
    assert np.allclose(s["shares"](s["z"], 1e9), 1 / 3, atol=1e-8)
    assert np.allclose(s["shares"](s["z"], 0.003), [1, 0, 0], atol=1e-12)


def test_solve_order(scope: Scope) -> None:
    """What stays equals transformers' temperature and top-p warpers, applied in either order."""
    from transformers import TemperatureLogitsWarper, TopPLogitsWarper

    s = scope("generation/solve_order.py")
    ids, z = torch.zeros(1, 1, dtype=torch.long), torch.tensor([s["z"]], dtype=torch.float64)
    lines = printed("solve_order")
    for line, t in zip(lines, (0.5, 1.0, 2.0), strict=False):
        kept = TopPLogitsWarper(0.9)(ids, TemperatureLogitsWarper(t)(ids, z.clone()))[0].isfinite().nonzero()[:, 0]
        assert line.endswith(str(kept.tolist()))
    kept = TemperatureLogitsWarper(2.0)(ids, TopPLogitsWarper(0.9)(ids, z.clone()))[0].isfinite().nonzero()[:, 0]
    assert lines[3].endswith(str(kept.tolist()))


def test_solve_likeliest(scope: Scope) -> None:
    """The list equals brute force over all rows of words; greedy's sentence stands fourth."""
    s = scope("generation/solve_likeliest.py")
    every = all_sentences(s["after"])
    assert dict((sentence, pytest.approx(p)) for p, sentence in s["every"]) == every
    greedy = " ".join(scope("generation/beam_plain.py")["beam_search"](1)[0])
    assert [sentence for _, sentence in s["every"]].index(greedy) == 3


def test_solve_cache_size(scope: Scope) -> None:
    """GPT-2 small's cache, counted in transformers' own cache after a run; the others by their configurations."""
    from transformers import GPT2Config, GPT2LMHeadModel

    s = scope("generation/solve_cache_size.py")
    N, heads, D, T = s["models"]["GPT-2 small"]
    config = GPT2Config()
    assert (config.n_layer, config.n_head, config.n_embd // config.n_head, config.n_positions) == (N, heads, D, T)
    small = GPT2LMHeadModel(GPT2Config(n_layer=3, vocab_size=10, n_embd=2 * D, n_head=2))
    cache = small(torch.zeros(1, 5, dtype=torch.long)).past_key_values
    numbers = sum(layer.keys.numel() + layer.values.numel() for layer in cache.layers)
    assert numbers == 2 * 3 * 2 * D * 5
    assert s["numbers"] == 2 * 80 * 64 * 128 * 4096
