"""The census: every parameter of the published sizes by kind, counted in this site's models on the meta device.

Shapes and published figures are facts of docs/_data/models.yaml; the numbers in the tables are counted, not typed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import yaml

from tools.citations import cite_markdown
from tools.snippets import ROOT

FACTS = ROOT / "docs/_data/models.yaml"
KINDS = (
    "embeddings", "attention", "feed-forward", "norm gains", "norm biases", "linear biases", "relative tables", "head",
)  # fmt: skip
# Bytes a parameter: numbers as such, 4-bit ones with a 16-bit scale for each 32, and what training with Adam keeps. In
# float32: weights, gradients and two averages. In mixed precision: weights and gradients in 16 bits, and a copy of the
# weights and the averages in float32. Both come to 16 bytes; what mixed precision saves is activations and time.
WAYS = {
    "Hold, float32": 4.0,
    "Hold, 16 bits": 2.0,
    "Hold, 8 bits": 1.0,
    "Hold, 4 bits": (4 + 16 / 32) / 8,
    "Train, float32": 4 + 4 + 4 + 4.0,
    "Train, mixed": 2 + 2 + 4 + 4 + 4.0,
}
NAMED = ("BERT-base", "GPT-2 small", "XLNet-base", "T5-base", "LLaMA 7B", "Qwen2 7B", "gpt-oss 20B")


def facts() -> list[dict[str, Any]]:
    """The rows of the data file."""
    found: list[dict[str, Any]] = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    return found


def fact(model: str, field: str, size: str | None = None) -> dict[str, Any]:
    """One row of the data file. Raises KeyError, naming the row, if there is none."""
    for row in facts():
        if (row["model"], row["field"], row.get("size")) == (model, field, size):
            return row
    raise KeyError(f"docs/_data/models.yaml has no row for {model}, {field}, {size}. Mend: add it.")


def shapes() -> Iterator[tuple[str, str, Mapping[str, int]]]:
    """Model, size and shape, in the order of the data file."""
    for row in facts():
        if row["field"] == "shape" and "numbers" in row:
            yield row["model"], row["size"], row["numbers"]


def arguments(model: str, shape: Mapping[str, int]) -> tuple[str, str, dict[str, Any]]:
    """The snippet, the class in it, and its arguments for a published shape."""
    sizes: dict[str, Any] = {"V": shape["vocabulary"], "C": shape["width"], "H": shape["heads"]}
    sizes |= {"F": shape["feed_forward"], "N": shape["layers"]}
    if model == "BERT":
        return "bert", "BERT", sizes | {"P": shape["positions"]}
    if model.startswith("GPT"):
        return "gpt", "GPT", sizes | {"P": shape["positions"], "post_norm": model == "GPT-1"}
    if model.startswith("T5"):
        return "t5", "T5", sizes | {"D": shape["head_size"], "gated": model == "T5 v1.1"}
    if model == "XLNet":
        return "xlnet", "XLNet", sizes
    return "llama", "LLaMA", sizes | {"K": shape["heads"]}


def kind(name: str) -> str:
    """The kind of a parameter of this site's models, told from its name."""
    if "norm" in name:
        return "norm biases" if name.endswith("bias") else "norm gains"
    if name.endswith("bias"):
        return "linear biases"
    table = {"relative": "relative tables", "cross": "attention", "attention": "attention", "feed": "feed-forward"}
    return next((what for part, what in (table | {"head": "head"}).items() if part in name), "embeddings")


def count(parameters: Mapping[str, Any]) -> Counter[str]:
    """Numbers of parameters by kind, of a model's parameters or of a state with this site's names."""
    found: Counter[str] = Counter()
    for name, p in parameters.items():
        found[kind(name)] += p.numel()
    return found


@cache
def census() -> dict[tuple[str, str], Counter[str]]:
    """(model, size) -> parameters by kind, of this site's models in the published shapes on the meta device."""
    import torch

    from tools.pairs import read

    found = {}
    for model, size, shape in shapes():
        snippet, name, sizes = arguments(model, shape)
        names = read(snippet)
        with torch.device("meta"):
            found[model, size] = count(dict(names[name](**sizes).named_parameters()))
    return found


def title(model: str, size: str) -> str:
    """How a table calls a size; GPT-1 has one only."""
    return model if model == "GPT-1" else f"{model} {size}"


def _table(head: list[str], rows: list[list[str]], left: int = 1) -> str:
    """A Markdown table; all but the first columns stand to the right."""
    lines = [head, ["---"] * left + ["---:"] * (len(head) - left), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in lines)


def census_weights() -> str:
    """The large kinds, and the sum of all."""
    columns = ("embeddings", "attention", "feed-forward", "head")
    rows = [
        [title(*key), *(f"{kinds[c]:,}" for c in columns), f"{sum(kinds.values()):,}"]
        for key, kinds in census().items()
    ]
    return _table(["Model", "Embeddings", "Attention", "Feed-forward", "Head", "In all"], rows)


def census_small() -> str:
    """The small kinds, and the share of all biases."""
    columns = ("norm gains", "norm biases", "linear biases", "relative tables")
    rows = []
    for key, kinds in census().items():
        share = f"{biases(kinds) / sum(kinds.values()):.3%}" if biases(kinds) else "0"
        rows.append([title(*key), *(f"{kinds[c]:,}" for c in columns), share])
    return _table(["Model", "Norm gains", "Norm biases", "Linear biases", "Relative tables", "Biases"], rows)


def biases(kinds: Mapping[str, int]) -> int:
    """Biases of linear layers and of norms."""
    return kinds.get("linear biases", 0) + kinds.get("norm biases", 0)


def census_published() -> str:
    """The published figure beside the count, with where it stands."""
    rows = []
    for (model, size), kinds in census().items():
        row, total = fact(model, "parameters", size), sum(kinds.values())
        published = row["numbers"].get("published")
        apart = f"{published / total - 1:+.1%}".replace("-", "\N{MINUS SIGN}") if published else "\N{EN DASH}"
        rows.append([title(model, size), f"{total:,}", row["value"], apart, cite(row)])
    row = fact("GPT-4", "parameters")
    rows.append(["GPT-4", "\N{EN DASH}", row["value"], "\N{EN DASH}", cite(row)])
    lines = [["Model", "Counted", "Published", "Apart", "Where"], ["---", "---:", "---", "---:", "---"], *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in lines)


def cite(row: Mapping[str, Any]) -> str:
    """A row's source, linked to the bibliography, and where in it."""
    return f"{cite_markdown(row['source'], short=True)}, {row['where']}"


def census_why() -> str:
    """Why count and publication differ, a paragraph a model."""
    return "".join(
        f"- **{row['model']}.** {row['value'][0].upper()}{row['value'][1:]}.\n"
        for row in facts()
        if row["field"] == "count"
    )


def census_memory() -> str:
    """What each size takes to hold and to train, without activations."""
    rows = []
    for key, kinds in census().items():
        total = sum(kinds.values())
        rows.append([title(*key), *(gigabytes(total * each) for each in WAYS.values())])
    return _table(["Model", *WAYS], rows)


def gigabytes(size: float) -> str:
    """With three digits, or whole thousands."""
    size /= 1e9
    digits = 2 if size < 10 else 1 if size < 100 else 0
    return f"{size:,.{digits}f}&nbsp;GB"


def bias_names() -> str:
    """The tensors of each family that are biases, by their names in its checkpoints, or that there are none."""
    from tools.tables import families

    rows = []
    for name, model in (item for item in families().items() if item[0] in NAMED):
        found: Counter[str] = Counter()
        for full, p in model.named_parameters():
            if full.endswith("bias"):
                found[re.sub(r"\.\d+\.", ".*.", full)] += p.numel()
        total = sum(p.numel() for p in model.parameters())
        names = "<br>".join(f"`{bias}`{{ .whole }}&nbsp;{n:,}" for bias, n in found.items()) or "none"
        rows.append([name, names, f"{sum(found.values()) / total:.3%}" if found else "0"])
    return _table(["Model", "Tensors named bias, and their numbers", "Share"], rows, left=2)


TABLES = {
    table.__name__: table
    for table in (census_weights, census_small, census_published, census_why, census_memory, bias_names)
}
