"""docs/_data/models.yaml: every fact has a source and says how it was seen, and the shapes add up to the counts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.citations import sources

Row = Mapping[str, Any]

FILE = Path(__file__).parents[2] / "docs/_data/models.yaml"
MODELS = ("BERT", "GPT-1", "GPT-2", "GPT-3", "GPT-4", "T5", "T5 v1.1", "XLNet", "LLaMA 2")
ONE_A_MODEL = {
    "paper",
    "objective",
    "count",
    "data",
    "training",
    "vocabulary",
    "context",
    "dropout",
    "licence",
    "use today",
}
ONE_A_SIZE = {"parameters", "shape"}
KEYS = ("model", "field", "value", "source", "where", "seen")
SEEN = ("paper text", "repository", "model card", "code", "computed: ", "second hand: ")
LONGEST = 300  # characters of a value, which stands in a cell of a table


def rows() -> list[Row]:
    """The facts of the data file."""
    found: list[Row] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def faults(facts: Sequence[Row]) -> Iterator[str]:
    """What is wrong with a list of facts, one sentence each."""
    about: set[tuple[Any, Any, Any]] = set()
    for number, row in enumerate(facts, 1):
        for key in KEYS:
            if not str(row.get(key) or "").strip():
                yield f"row {number} has no {key}"
        if unknown := set(row) - {*KEYS, "size", "numbers"}:
            yield f"row {number} has the unknown {sorted(unknown)}"
        if row.get("model") not in MODELS:
            yield f"row {number}: the model {row.get('model')} is unknown"
        if row.get("field") not in ONE_A_MODEL | ONE_A_SIZE:
            yield f"row {number}: the field {row.get('field')} is unknown"
        if row.get("field") in ONE_A_MODEL and "size" in row:
            yield f"row {number}: {row['field']} is said once a model, without a size"
        if row.get("source") not in sources():
            yield f"row {number}: the source {row.get('source')} is not in the bibliography"
        if not str(row.get("seen")).startswith(SEEN):
            yield f"row {number}: seen must begin with one of {SEEN}"
        if len(str(row.get("value"))) > LONGEST:
            yield f"row {number}: the value is longer than {LONGEST} characters"
        this = row.get("model"), row.get("field"), row.get("size")
        if this in about:
            yield f"row {number} is about the same as an earlier row: {this}"
        about.add(this)


GOOD: Row = {
    "model": "BERT",
    "field": "data",
    "value": "books",
    "source": "devlin2019",
    "where": "section 1",
    "seen": "paper text",
}


@pytest.mark.parametrize("key", KEYS)
def test_a_missing_part_is_found(key: str) -> None:
    """A row without a part, or with an empty one, is a fault."""
    assert list(faults([GOOD])) == []
    assert f"row 1 has no {key}" in list(faults([{k: v for k, v in GOOD.items() if k != key}]))
    assert f"row 1 has no {key}" in list(faults([{**GOOD, key: " "}]))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"model": "BORT"}, "the model BORT is unknown"),
        ({"field": "colour"}, "the field colour is unknown"),
        ({"size": "base"}, "without a size"),
        ({"source": "somebody2019"}, "not in the bibliography"),
        ({"seen": "in a dream"}, "seen must begin"),
        ({"value": "long " * 99}, "longer than"),
        ({"page": 3}, "unknown ['page']"),
    ],
)
def test_a_wrong_part_is_found(change: Row, fault: str) -> None:
    """A row with a name or a part that does not belong is a fault."""
    assert any(fault in found for found in faults([{**GOOD, **change}]))


def test_two_rows_about_the_same_are_found() -> None:
    """The same model and field twice is a fault; two sizes are not."""
    assert any("the same" in found for found in faults([GOOD, GOOD]))
    sizes = [{**GOOD, "field": "shape", "size": size} for size in ("base", "large")]
    assert list(faults(sizes)) == []


def test_the_data_file() -> None:
    """No fault in the data file, and every model has every field."""
    facts = rows()
    assert list(faults(facts)) == []
    for model in MODELS:
        assert {row["field"] for row in facts if row["model"] == model} == ONE_A_MODEL | ONE_A_SIZE, model


def numbers(field: str) -> dict[tuple[str, str], dict[str, int]]:
    """The numbers of one field by model and size."""
    return {(row["model"], row["size"]): row["numbers"] for row in rows() if row["field"] == field and "numbers" in row}


def test_a_shape_says_its_numbers() -> None:
    """Each number of a shape stands in its value, and each size has a shape and a count."""
    values = {(row["model"], row.get("size")): row["value"] for row in rows() if row["field"] == "shape"}
    for about, shape in numbers("shape").items():
        for name, number in shape.items():
            assert f"{number:,}" in values[about] or (name, number) == ("positions", 0), (about, name)
    assert numbers("shape").keys() == numbers("parameters").keys()


def count_bert(V: int, P: int, C: int, H: int, D: int, F: int, N: int) -> int:
    """BERT with everything of pre-training: pooler, masked-token head and next-sentence head."""
    blocks = N * (4 * C * C + 2 * C * F + 9 * C + F)
    return (V + P + 2) * C + 2 * C + blocks + (C * C + C) + (C * C + 3 * C + V) + (2 * C + 2)


def count_gpt(V: int, P: int, C: int, H: int, D: int, F: int, N: int) -> int:
    """GPT-2 and GPT-3: a tied head, norms before and one at the end."""
    return (V + P) * C + N * (12 * C * C + 13 * C) + 2 * C


def count_gpt1(V: int, P: int, C: int, H: int, D: int, F: int, N: int) -> int:
    """GPT-1: no norm at the end."""
    return count_gpt(V, P, C, H, D, F, N) - 2 * C


def count_t5(V: int, P: int, C: int, H: int, D: int, F: int, N: int) -> int:
    """T5 v1.0: a tied head; a relative table a stack."""
    return V * C + 64 * H + N * (12 * C * H * D + 4 * C * F + 5 * C) + 2 * C


def count_t5_gated(V: int, P: int, C: int, H: int, D: int, F: int, N: int) -> int:
    """T5 v1.1: a head of its own and a third matrix in the feed-forward network."""
    return count_t5(V, P, C, H, D, F, N) + V * C + N * 2 * C * F


def count_xlnet(V: int, P: int, C: int, H: int, D: int, F: int, N: int) -> int:
    """XLNet with its output bias: a fifth matrix for positions and three query biases a block."""
    return V * C + V + C + N * (5 * C * C + 2 * C * F + F + 10 * C)


def count_llama(V: int, P: int, C: int, H: int, D: int, F: int, N: int) -> int:
    """LLaMA: a head of its own, three feed-forward matrices, no biases."""
    return 2 * V * C + N * (4 * C * C + 3 * C * F + 2 * C) + C


COUNTS: dict[str, Callable[[int, int, int, int, int, int, int], int]] = {
    "BERT": count_bert,
    "GPT-1": count_gpt1,
    "GPT-2": count_gpt,
    "GPT-3": count_gpt,
    "T5": count_t5,
    "T5 v1.1": count_t5_gated,
    "XLNet": count_xlnet,
    "LLaMA 2": count_llama,
}
ORDER = ("vocabulary", "positions", "width", "heads", "head_size", "feed_forward", "layers")


@pytest.mark.parametrize("about", numbers("shape"), ids=" ".join)
def test_shapes_add_up(about: tuple[str, str]) -> None:
    """The closed form of a shape is the exact count of its row, and the published figure is within 7 % of it."""
    shape, counts = numbers("shape")[about], numbers("parameters")[about]
    assert COUNTS[about[0]](*(shape[name] for name in ORDER)) == counts["exact"]
    assert abs(counts.get("published", counts["exact"]) / counts["exact"] - 1) < 0.07


def test_where_the_wrong_counts_of_gpt2_come_from() -> None:
    """GPT-1's vocabulary in GPT-2's shapes gives the four figures that the paper printed."""
    for (model, size), shape in numbers("shape").items():
        if model == "GPT-2":
            wrong = count_gpt(*({**shape, "vocabulary": 40478}[name] for name in ORDER))
            assert round(wrong / 1e6) * 10**6 == numbers("parameters")[model, size]["published"]


def test_the_untied_head_of_t5_large() -> None:
    """The paper's 770M for T5 large needs a head of its own."""
    shape = numbers("shape")["T5", "large"]
    untied = numbers("parameters")["T5", "large"]["exact"] + shape["vocabulary"] * shape["width"]
    assert untied == 770_567_168
