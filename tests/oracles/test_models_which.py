"""Oracle of the page Which model should you use: torch counts what transformers multiplies."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import torch
import transformers
from torch.utils.flop_counter import FlopCounterMode

Scope = Callable[[str], dict[str, Any]]
PATH = "models/reading_cost_plain.py"


def counted(run: Callable[[], Any]) -> tuple[int, Any]:
    """Multiply-adds of one run, half of what torch counts, and what the run gives."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        given = run()
    flops: int = counter.get_total_flops()
    assert flops % 2 == 0
    return flops // 2, given


@pytest.fixture
def small(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The snippet's names with a small shape, for models that fit into a test."""
    s = scope(PATH)
    for name, size in {"N": 3, "C": 24, "F": 40, "V": 70}.items():
        monkeypatch.setitem(s["blocks"].__globals__, name, size)
    return s


@pytest.mark.parametrize("T", [1, 5, 17])
def test_reading_cost(small: dict[str, Any], T: int) -> None:
    """An encoder reads T tokens for as many multiply-adds as torch counts in transformers' BERT without a pooler."""
    config = transformers.BertConfig(
        vocab_size=70,
        hidden_size=24,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=40,
        attn_implementation="eager",
    )
    model = transformers.BertModel(config, add_pooling_layer=False).eval()
    ids = torch.arange(T)[None]
    assert small["blocks"](T, T) == counted(partial(model, ids))[0]


@pytest.mark.parametrize("cached", [True, False])
@pytest.mark.parametrize(("T", "U"), [(1, 1), (6, 1), (5, 4), (9, 7)])
def test_writing_cost(small: dict[str, Any], T: int, U: int, cached: bool) -> None:
    """So does writing: transformers' GPT-2, token by token, with and without its cache, scoring only the last token."""
    config = transformers.GPT2Config(
        vocab_size=70, n_positions=32, n_embd=24, n_layer=3, n_head=2, n_inner=40, attn_implementation="eager"
    )
    model = transformers.GPT2LMHeadModel(config).eval()
    ids, cache, total = torch.arange(T)[None], None, 0
    for _ in range(U):
        new = ids if cache is None or not cached else ids[:, -1:]
        count, given = counted(partial(model, new, past_key_values=cache, use_cache=cached, logits_to_keep=1))
        cache = given.past_key_values if cached else None
        total += count
        ids = torch.cat([ids, given.logits[:, -1:].argmax(-1)], 1)
    assert small["write"](T, U, cached) == total


def test_pairs(scope: Scope) -> None:
    """The number of pairs is that of combinations, and what Reimers & Gurevych (2019) print for 10,000 sentences."""
    s = scope(PATH)
    assert s["pairs"] == len(torch.combinations(torch.arange(s["n"]))) == 49_995_000
    assert s["together"] == s["pairs"] * s["blocks"](256, 256)
    assert s["apart"] == 10_000 * s["blocks"](128, 128) + s["pairs"] * 768
