"""What the experiment found: results.json, whether it is current, and the tables that pages include."""

import hashlib
import json
from collections import defaultdict
from importlib.metadata import version
from math import sqrt
from pathlib import Path
from typing import Any

from tools.experiment import data, evaluate
from tools.experiment.train import ABLATIONS, SIZES, definitions
from tools.experiment.work import SHOWN
from tools.snippets import ROOT

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
GENERATED = ROOT / "docs/_generated"
QUESTIONS = {
    "blank": "one character, both sides known",
    "next": "the next character",
    "span": "five characters, both sides known",
}


def inputs() -> dict[str, str]:
    """A hash of each thing that a result depends on: code, models, text, torch."""
    files = [HERE / f"{name}.py" for name in ("data", "train", "evaluate", "work")] + [HERE / "corpus.txt"]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}
    texts |= {f"snippets/models/{family.lower()}.py": definitions(family) for family in SIZES}  # not what they print
    hashes = {name: hashlib.sha256(text.encode()).hexdigest()[:16] for name, text in texts.items()}
    return hashes | {"torch": version("torch").partition("+")[0]}


def results() -> dict[str, Any]:
    """The committed results."""
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def stale() -> list[str]:
    """The inputs that have changed since the results were written."""
    if not RESULTS.exists():
        return ["results.json"]
    before, now = results()["inputs"], inputs()
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def current() -> bool:
    """Whether the results are those of these inputs."""
    return not stale()


def baselines() -> dict[str, dict[str, dict[str, float]]]:
    """The same questions to tables of counts: of single characters, pairs, fours, from the left and by whole lines."""
    parts = data.parts()
    rows = data.spread(parts["test"], evaluate.PLACES)
    found: dict[str, dict[str, dict[str, float]]] = {}
    for name, order in (("most frequent character", 1), ("two letters, counted", 2), ("four letters, counted", 4)):
        left, line = evaluate.counts(parts["train"], order)
        found[name] = {question: evaluate.ask(left, rows, question) for question in QUESTIONS}
        if order > 1:
            found[name]["blank, whole line"] = evaluate.ask(line, rows, "blank")
    return found


def groups() -> dict[str, list[dict[str, Any]]]:
    """Runs of different seeds under one name: family, or family and change."""
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for run in results()["runs"]:
        found[f"{run['family']}, {run['change']}" if run["change"] else run["family"]].append(run)
    return dict(found)


def percent(values: list[float], count: int = evaluate.PLACES) -> str:
    """Mean in percent, and how far it may be off: seeds' spread and chance of the places, as a standard error."""
    mean = sum(values) / len(values)
    chance = mean * (1 - mean) / count
    spread = sum((v - mean) ** 2 for v in values) / (len(values) - 1) / len(values) if len(values) > 1 else 0.0
    return f"{100 * mean:.1f}&nbsp;±&nbsp;{100 * sqrt(chance + spread):.1f}"


def table(head: list[str], rows: list[list[str]], left: int = 1) -> str:
    """A Markdown table, numbers to the right."""
    lines = [head, ["---"] * left + ["---:"] * (len(head) - left), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in lines)


def experiment_cost() -> str:
    """What each model spent."""
    rows = []
    for name in SIZES:
        runs = groups()[name]
        one = runs[0]
        rows.append([
            name, f"{one['parameters']:,}", f"{one['flops'] / 1e12:.2f}", f"{one['steps']:,}",
            f"{one['seen'] / 1e6:.2f}", f"{one['scored'] / 1e6:.2f}",
            f"{sum(run['seconds'] for run in runs) / len(runs):.0f}",
        ])  # fmt: skip
    head = [
        "Model",
        "Parameters",
        "TFLOP",
        "Steps",
        "Characters read, million",
        "Characters scored, million",
        "Seconds of one core",
    ]
    return table(head, rows)


def answered(runs: list[dict[str, Any]], question: str, what: str = "right") -> str:
    """A cell: mean over the seeds."""
    found = [run["answers"][question][what] for run in runs if question in run["answers"]]
    return percent(found) if found else "\N{EN DASH}"


def experiment_answers() -> str:
    """Who answers what: right answers in percent."""
    rows = []
    for name in SIZES:
        runs = groups()[name]
        span = answered(runs, "span")
        rows.append([name, answered(runs, "blank"), answered(runs, "next"), span, answered(runs, "span", "characters")])
        for extra, words in (("blank, whole line", "by the whole line"), ("blank, ended", "with the span's end")):
            if extra in runs[0]["answers"]:
                rows.append([f"{name}, {words}", answered(runs, extra), "", "", ""])
        if "span, two gaps" in runs[0]["answers"]:
            gaps = [answered(runs, "span, two gaps", what) for what in ("right", "characters")]
            rows.append([f"{name}, with a second gap", answered(runs, "blank, two gaps"), "", *gaps])
        if "span, at once" in runs[0]["answers"]:
            once = [answered(runs, "span, at once", what) for what in ("right", "characters")]
            rows.append([f"{name}, all five at once", "", "", *once])
    for name, found in results()["baselines"].items():
        cells = [percent([found[q]["right"]]) for q in QUESTIONS]
        rows.append([f"*{name}*", *cells, percent([found["span"]["characters"]])])
        if "blank, whole line" in found:
            rows.append([f"*{name}, by the whole line*", percent([found["blank, whole line"]["right"]]), "", "", ""])
    return table(["Who", "Blank", "Next", "Span of 5, whole", "Span, characters"], rows)


def experiment_ablations() -> str:
    """What is lost when something is taken away: own loss on unseen text, and answers."""
    rows = []
    for family in ("GPT", "BERT"):
        for name in [family, *(f"{f}, {change}" for f, change in ABLATIONS if f == family)]:
            runs = groups()[name]
            ends = [run["curve"][-1][1] for run in runs]
            loss = f"{sum(ends) / len(ends):.2f}"
            rows.append(
                [name, loss, answered(runs, "blank"), answered(runs, "next"), answered(runs, "span", "characters")]
            )
    return table(["Model", "Own loss, nats", "Blank", "Next", "Span, characters"], rows)


def experiment_samples() -> str:
    """What the models wrote for three places of the unseen part."""

    def quoted(text: str) -> str:
        return "`" + text.replace("\n", "\N{RETURN SYMBOL}").replace("`", "'") + "`{ .whole }"

    text = ""
    for number in range(len(SHOWN)):
        window = groups()["GPT"][0]["shown"][number]["text"]
        a, b = evaluate.QUESTIONS["blank"]
        c, d = evaluate.QUESTIONS["span"]
        text += f"The text is {quoted(window)}. Its blank is {quoted(window[a:b])}, its span {quoted(window[c:d])}.\n\n"
        rows = []
        for name in [*SIZES, "GPT, sees both sides"]:
            shown = groups()[name][0]["shown"][number]
            rows.append([name, quoted(shown["blank"]), quoted(shown["span"]), quoted(shown["continuation"])])
        text += table(["Model", "Blank", "Span", f"Goes on after {quoted(window[-8:])}"], rows, left=4) + "\n"
    return text


TABLES = (experiment_cost, experiment_answers, experiment_ablations, experiment_samples)


def write() -> None:
    """Write every table; print the names of those that changed."""
    for make in TABLES:
        path, text = GENERATED / f"{make.__name__}.md", make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{path.relative_to(ROOT)} rewritten")
