"""The comparison's tables: what small instances of this site's models show of themselves, and facts with sources."""

import difflib
import inspect
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from typing import Any

from tools import census
from tools.snippets import ROOT, SNIPPETS

# title of a column: snippet, class, the size that census and facts know, further arguments, its row in norms_by_model
MODELS: dict[str, tuple[str, str, tuple[str, str], dict[str, Any], str]] = {
    "BERT base": ("bert", "BERT", ("BERT", "base"), {"P": 8}, "BERT"),
    "GPT-2 small": ("gpt", "GPT", ("GPT-2", "small"), {"P": 8}, "GPT-2"),
    "T5 base": ("t5", "T5", ("T5", "base"), {"D": 4}, "T5"),
    "T5 v1.1 base": ("t5", "T5", ("T5 v1.1", "base"), {"D": 4, "gated": True}, "T5"),
    "XLNet base": ("xlnet", "XLNet", ("XLNet", "base"), {}, "XLNet"),
    "LLaMA 2 7B": ("llama", "LLaMA", ("LLaMA 2", "7B"), {"K": 2}, "LLaMA"),
}
SIZES = {"V": 11, "C": 8, "H": 2, "F": 12, "N": 1}
FIELDS = {"objective": "Objective", "data": "Training data", "training": "Training", "use today": "Used today"}


def grids(model: Any, T: int = 5) -> list[Any]:
    """What each place of T tokens sees, for each attention of a model: (T, T), True where its weight is not 0."""
    import torch

    ids = torch.arange(T)[None]
    model(*([ids] * (2 if hasattr(model, "decoder") else 1)))
    return [part.map[0, 0] > 0 for part in model.modules() if hasattr(part, "map")]


def direction(model: Any) -> str:
    """Which tokens a token sees, told from the attention weights of a run."""
    words = []
    for grid in grids(model):
        if grid.all():
            words.append("both sides")
        elif grid.equal(grid.tril()):
            words.append("left")
        else:
            raise ValueError(f"tools/comparison.py: {type(model).__name__} sees neither all nor the left")
    if "hidden" in inspect.signature(model.forward).parameters:
        return "by an order, both sides"
    if len(words) == 1:
        return words[0]
    return f"encoder: {words[0]}; decoder: {words[1]}, and all of the input"


def activation(model: Any) -> str:
    """The feed-forward part's function, told from its module and from what the part does with it."""
    from torch import nn

    block = (model.encoder if hasattr(model, "encoder") else model.blocks)[0]
    functions = [m for m in block.modules() if isinstance(m, nn.GELU)]
    if functions:
        form = "erf" if functions[0].approximate == "none" else "tanh"
        return f"GELU ({form}){', gated' if getattr(block, 'feed_gate', None) else ''}"
    names = type(block).forward.__code__.co_names  # a function called in it, not a module
    return next(words for name, words in {"silu": "SiLU, gated", "relu": "ReLU"}.items() if name in names)


def position(model: Any) -> str:
    """Where the order of the tokens enters, told from the names of parameters."""
    names = [name for name, _ in model.named_parameters()]
    if any(name.startswith("position") for name in names):
        return "a learned vector a place"
    if "relative" in names:
        return "a learned number a distance, added to scores"
    if any("relative" in name for name in names):
        return "distance, in the scores"
    return "queries and keys turned"


def comparison() -> str:
    """One column a model: what the code shows of each, counts of the published size, the objective."""
    import torch

    from tools.pairs import read
    from tools.tables import NO_BREAK, norms_by_model

    norms = {
        row.split(" | ")[0].strip("| "): [c.strip(" |\n") for c in row.split(" | ")[1:]]
        for row in norms_by_model().splitlines()
    }
    columns: dict[str, dict[str, str]] = {}
    for title, (snippet, name, key, more, norm) in MODELS.items():
        torch.manual_seed(0)
        model = read(snippet)[name](**(SIZES | more))
        kind, _, where, end = norms[norm]
        number = next(m.eps for m in model.modules() if "Norm" in type(m).__name__)
        eps = f"{number:.0e}".replace("e-0", "e-").replace("-", NO_BREAK)
        kinds = census.census()[key]
        tied = not any(n == "head.weight" and p.shape == (SIZES["V"], SIZES["C"]) for n, p in model.named_parameters())
        parts = (
            "encoder and decoder"
            if hasattr(model, "decoder")
            else "decoder"
            if direction(model) == "left"
            else "encoder"
        )
        columns[title] = {
            "Stack": parts if snippet != "xlnet" else "encoder, two streams",
            "A token sees": direction(model),
            "Objective": re.sub(r" \(.*?\)", "", census.fact(key[0], "objective")["value"]).split(",")[0],
            "Norm": f"{kind}, {where}{', and at the end' if end == 'yes' else ''}; eps {eps}",
            "Activation": activation(model),
            "Position": position(model),
            "Head": "the embedding again" if tied else "of its own",
            "Scores divided by": "nothing" if snippet == "t5" else "√D",
            "Biases": f"{census.biases(kinds):,}",
            "Parameters": f"{sum(kinds.values()):,}",
        }
    rows = [["What", *columns], ["---"] * (len(columns) + 1)]
    rows += [[f"**{row}**", *(c[row] for c in columns.values())] for row in next(iter(columns.values()))]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def published() -> str:
    """The facts that no code can compute, a table a field, with the source of each row."""
    text = ""
    for field, title in FIELDS.items():
        text += f"### {title}\n\n| Model | {title} | Source |\n|---|---|---|\n"
        for row in census.facts():
            if row["field"] == field:
                text += f"| {row['model']} | {row['value'][0].upper()}{row['value'][1:]} | {census.cite(row)} |\n"
        text += "\n"
    return text


def mutants() -> str:
    """How many mistakes were put into each model, how many showed, and which cannot."""
    file = ROOT / "tests/models/mutants.toml"
    found = tomllib.loads(file.read_text(encoding="utf-8"))["mutant"]
    count = Counter(m["model"].removeprefix("load_") for m in found)
    silent = [m for m in found if "noop" in m]
    text = "| Model | Mistakes put in | Seen | Provably without effect |\n|---|---:|---:|---:|\n"
    for model, total in count.items():
        quiet = sum(m["model"].removeprefix("load_") == model for m in silent)
        text += f"| `{model}.py` | {total} | {total - quiet} | {quiet or '–'} |\n"
    text += f"| in all | {len(found)} | {len(found) - len(silent)} | {len(silent)} |\n\n"
    return text + "".join(f"- `{m['model']}.py`, {m['what']}: {m['noop']}.\n" for m in silent)


def diff_gpt_llama() -> str:
    """What a diff of the classes in gpt.py and llama.py shows, as a fence."""
    files = [(SNIPPETS / f"models/{name}.py").read_text(encoding="utf-8") for name in ("gpt", "llama")]
    gpt, llama = (file[: file.index("\n\n\nmodel")].splitlines() for file in files)
    lines = list(difflib.unified_diff(gpt, llama, "gpt.py", "llama.py", n=0, lineterm=""))
    text = "\n".join("" if line.startswith("@@") else line for line in lines)
    return "```{ .diff .no-copy }\n" + text + "\n```\n"


TABLES: dict[str, Callable[[], str]] = {
    table.__name__: table for table in (comparison, published, mutants, diff_gpt_llama)
}
