"""The census: closed form, this site's models and transformers' agree to the unit, for every published size."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import torch

from tools import census
from tools.pairs import VARIANTS, Variant, read
from tools.snippets import ROOT

Scope = Callable[[str], dict[str, Any]]
SIZES = [(model, size) for model, size, _ in census.shapes()]
BY_MODEL = {"BERT": 0, "GPT-1": 1, "GPT-2": 2, "GPT-3": 2, "T5": 3, "T5 v1.1": 4, "XLNet": 5, "LLaMA 2": 7}


def published(model: str, shape: Mapping[str, int]) -> tuple[Variant, Any]:
    """transformers' model of a published shape on the meta device."""
    variant = VARIANTS[BY_MODEL[model]]
    sizes: dict[str, Any] = {"V": shape["vocabulary"], "C": shape["width"], "H": shape["heads"], "K": shape["heads"]}
    sizes |= {"F": shape["feed_forward"], "N": shape["layers"], "D": shape["head_size"], "P": shape["positions"] or 512}
    if variant.snippet in ("xlnet", "llama"):
        sizes["C"] //= 2  # these variants double it
    with torch.device("meta"):
        return variant, variant.theirs(sizes)


@pytest.mark.parametrize("size", SIZES, ids=[census.title(*size) for size in SIZES])
def test_census(scope: Scope, size: tuple[str, str]) -> None:
    """By kind and in all: ours on the meta device, transformers' on the meta device, and the closed form."""
    counted = census.census()[size]
    shape = next(shape for model, name, shape in census.shapes() if (model, name) == size)
    variant, theirs = published(size[0], shape)
    assert sum(counted.values()) == sum(p.numel() for p in theirs.parameters())
    converted = variant.convert(read(f"load_{variant.snippet}"), theirs.state_dict())
    assert counted == census.count(converted)
    closed = scope("models/census_plain.py")["MODELS"].get(census.title(*size))
    assert closed is not None or size[0] == "T5 v1.1"
    if closed:
        assert {k: n for k, n in counted.items() if n} == {k: n for k, n in closed.items() if n}


def test_closed_form_of_every_v11(scope: Scope) -> None:
    """T5 v1.1: the page's program prints one size; its formula holds for the five."""
    t5 = scope("models/census_plain.py")["t5"]
    for model, size, s in census.shapes():
        if model == "T5 v1.1":
            closed = t5(s["layers"], s["width"], s["feed_forward"], s["vocabulary"], s["heads"], s["head_size"], 1)
            assert {k: n for k, n in census.census()[model, size].items() if n} == closed


def test_every_size_of_the_issue_is_there() -> None:
    """What the comparison promises: all published sizes, and that GPT-4's is not known."""
    want = {"BERT": 2, "GPT-1": 1, "GPT-2": 4, "GPT-3": 1, "T5": 5, "T5 v1.1": 5, "XLNet": 2, "LLaMA 2": 1}
    assert {model: [m for m, _ in SIZES].count(model) for model in want} == want
    assert "not disclosed" in census.fact("GPT-4", "parameters")["value"]


@pytest.mark.parametrize("table", census.TABLES.values(), ids=census.TABLES)
def test_tables_are_current(table: Callable[[], str]) -> None:
    """Each committed table equals a fresh count."""
    committed = (ROOT / f"docs/_generated/{table.__name__}.md").read_text(encoding="utf-8")
    assert committed == table(), "Mend: python -m tools.tables"


def test_numbers_in_the_reasons_are_counts() -> None:
    """Where a fact's text quotes an exact count, this site counts the same."""
    counts = {sum(kinds.values()) for kinds in census.census().values()}
    for size in ("base", "large"):
        kinds = census.census()["BERT", size]
        shape = next(s for m, n, s in census.shapes() if (m, n) == ("BERT", size))
        C, V = shape["width"], shape["vocabulary"]
        counts.add(sum(kinds.values()) - (C**2 + C + 2 * C + V) - (2 * C + 2))  # without the two heads, with the pooler
    counts.add(sum(census.census()["T5", "large"].values()) + 32128 * 1024)  # with a head of its own
    for row in census.facts():
        if row["field"] == "count":
            for number in re.findall(r"\d{1,3}(?:,\d{3}){2,}", row["value"]):
                assert int(number.replace(",", "")) in counts, f"docs/_data/models.yaml: {row['model']}: {number}"
    gpt = read("census_plain")["gpt"]
    shapes = [s for m, _, s in census.shapes() if m == "GPT-2"]
    wrong = [sum(gpt(s["layers"], s["width"], s["feed_forward"], 40478, 1024).values()) for s in shapes]
    said = re.findall(r"[\d,]+\.\dM", census.fact("GPT-2", "count")["value"])
    assert said == [f"{n / 1e6:,.1f}M" for n in wrong]  # GPT-1's vocabulary, as the fact says
