"""Each model equals transformers' with the same random weights: scores, attention weights, loss, all gradients."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tools.pairs import VARIANTS, Variant, exact, read

BOUND = 1e-10  # in float64
BUDGET = 60  # configurations a variant, beside the two that are always tried

# The smallest of everything: one token, one head of one channel. And a long one: past T5's 128 places.
SMALLEST = {
    "seed": 0, "B": 1, "T": 1, "U": 1, "V": 3, "P": 300, "H": 1, "K": 1, "D": 1, "C": 1, "F": 1, "N": 1,
    "padded": False, "cached": False, "segments": False,
}  # fmt: skip
LONG = {
    "seed": 1, "B": 2, "T": 291, "U": 163, "V": 13, "P": 300, "H": 3, "K": 1, "D": 5, "C": 15, "F": 17, "N": 2,
    "padded": True, "cached": True, "segments": True,
}  # fmt: skip


@st.composite
def sizes(draw: Callable[[Any], Any]) -> dict[str, Any]:
    """Sizes of a model and a batch, odd ones too; H is a multiple of K, and C one of H."""
    K, groups, D = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 9))
    length = st.one_of(st.integers(1, 24), st.sampled_from([33, 64, 127, 130, 200]))
    small = {name: draw(st.integers(1, most)) for name, most in {"B": 3, "F": 33, "N": 3}.items()}
    flags = {name: draw(st.booleans()) for name in ("padded", "cached", "segments")}
    chosen = {"seed": draw(st.integers(0, 10**6)), "T": draw(length), "U": draw(length), "V": draw(st.integers(3, 60))}
    return {**chosen, **small, **flags, "P": 300, "K": K, "H": K * groups, "D": D, "C": K * groups * D}


@pytest.mark.parametrize("variant", VARIANTS, ids=[v.name for v in VARIANTS])
def test_equal(variant: Variant, record_property: Callable[[str, object], None]) -> None:
    """In every configuration drawn, to 1e-10 in float64; the largest differences go into the table of the pages."""
    ours, load = read(variant.snippet), read(f"load_{variant.snippet}")
    tried: dict[str, dict[str, float]] = {}
    kinds: set[str] = set()

    @settings(max_examples=BUDGET, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(sizes())
    @example(SMALLEST)
    @example(LONG)
    def every(s: dict[str, Any]) -> None:
        # T5's width is free of its heads
        shape = s | {"C": s["F"]} if variant.snippet == "t5" else s
        differences = variant.compare(shape, ours, load)
        tried[json.dumps(shape, sort_keys=True)] = differences
        kinds.update(name for name in ("padded", "cached", "segments") if s[name])
        kinds.update({"one head"} if s["H"] == 1 else {"several heads"})
        kinds.update({"past 128"} if s["T"] > 128 and s["U"] > 128 else set())
        kinds.update({"odd"} if s["C"] % 2 else set())
        assert max(differences.values()) <= BOUND, differences

    every()
    assert kinds == {"padded", "cached", "segments", "one head", "several heads", "past 128", "odd"}
    assert len(tried) >= BUDGET
    worst = {what: max(d[what] for d in tried.values()) for what in next(iter(tried.values()))}
    row = {"model": variant.snippet, "name": variant.name, "tried": len(tried), **worst}
    record_property("parity", json.dumps(row))


def test_a_draw_is_not_degenerate() -> None:
    """The pairs are worth comparing: scores spread, and every parameter has a gradient (the key bias aside)."""
    for variant in VARIANTS:
        ours, load = read(variant.snippet), read(f"load_{variant.snippet}")
        model, _ = variant.pair(LONG, ours, load)
        result = type("Result", (), {"scores": [], "loss": None})()
        variant.run_ours(model, LONG, result)
        assert result.scores[0].std() > 0.1
        result.loss.backward()
        for name, p in model.named_parameters():
            unused = name == "blank" and variant.name.startswith("XLNet, content")
            if not unused and not name.endswith("attention.k.bias"):
                assert p.grad is not None and p.grad.abs().max() > 1e-9, f"{variant.name}: {name} has no gradient"


def test_a_target_that_sees_nothing() -> None:
    """Both models then give it the mean of all places, itself included; theirs also lets gradients through.

    The scores of such a row are swallowed by the 1e30 that is subtracted, so that no change of a query changes the
    result, and 0 is the right gradient. Pretraining never asks this: its targets come late in the order.
    """
    variant = VARIANTS[6]
    s = LONG | {"B": 1, "T": 2, "padded": False, "segments": False, "N": 1}
    ours, load = read(variant.snippet), read(f"load_{variant.snippet}")
    with exact():
        model, theirs = variant.pair(s, ours, load)
        ids, hidden, first = torch.tensor([[5, 7]]), torch.tensor([[[1, 1], [0, 1]]]), torch.tensor([[0]])
        got = model(ids, None, hidden, first)
        want = theirs(ids, perm_mask=hidden.double(), target_mapping=torch.tensor([[[1.0, 0.0]]]).double()).logits
        assert torch.allclose(got, want, atol=BOUND)
        for scores in (got, want):
            scores.square().sum().backward()
        assert model.blocks[0].attention.map.squeeze().tolist() == [[0.5, 0.5]] * s["H"]
        assert model.blocks[0].attention.q.weight.grad.abs().max() == 0
        assert theirs.transformer.layer[0].rel_attn.q.grad.abs().max() > 1e-3
        with torch.no_grad():
            model.blocks[0].attention.q.weight.add_(1)
        assert torch.equal(model(ids, None, hidden, first), got)
