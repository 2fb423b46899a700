"""What the experiment found: results.json, whether it is current, and the tables that pages include."""

import hashlib
import json
from collections import defaultdict
from importlib.metadata import version
from math import sqrt
from pathlib import Path
from typing import Any

import torch

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
QUESTION_WORDS = {
    "blank": "blank",
    "blank, whole line": "blank, by the whole line",
    "next": "next",
    "span": "whole span",
}
LEAK = "sees both sides"


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
            name, f"{one['parameters']:,}", f"{one['flops'] / 1e12:.2f}", f"{one['steps']:,}", tokens(name),
            f"{one['seen'] / 1e6:.2f}", f"{one['seen'] / len(data.parts()['train']):.1f}",
            f"{one['scored'] / 1e3:,.0f}", f"{sum(run['seconds'] for run in runs) / len(runs):.0f}",
        ])  # fmt: skip
    head = [
        "Model",
        "Parameters",
        "TFLOP",
        "Steps",
        "Tokens a window",
        "Characters read, million",
        "Times through the text",
        "Characters scored, thousand",
        "Seconds of one core",
    ]
    return table(head, rows)


def tokens(name: str) -> str:
    """What a model computes with for each window: what it reads, and the decoder's inputs or the query stream."""
    given = data.OBJECTIVES[name](data.spread(data.parts()["train"], 1), torch.Generator())[0]
    lengths = [given[key].shape[1] for key in ("ids", "inputs", "targets") if key in given]
    return " + ".join(map(str, lengths))


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


def nats(runs: list[dict[str, Any]], question: str) -> str:
    """A cell: minus the logarithm of the right character's probability, mean over places and seeds."""
    found = [run["answers"][question]["nats"] for run in runs if question in run["answers"]]
    return f"{sum(found) / len(found):.2f}" if found else ""


def experiment_nats() -> str:
    """How surprising the right character was."""
    who = {name: groups()[name] for name in SIZES}
    who |= {f"*{name}*": [{"answers": found}] for name, found in results()["baselines"].items()}
    questions = ["blank", "blank, whole line", "next"]
    rows = [[name, *(nats(runs, question) for question in questions)] for name, runs in who.items()]
    return table(["Who", "Blank", "Blank, by the whole line", "Next"], rows)


def hits(runs: list[dict[str, Any]], question: str) -> Any:
    """Which gaps were right: (seeds, places) of 0 and 1."""
    lines = [f"{int(run['answers'][question]['hits'], 16):0{evaluate.PLACES}b}" for run in runs]
    return torch.tensor([[int(bit) for bit in line] for line in lines], dtype=torch.float64)


def paired(one: Any, other: Any) -> tuple[float, float]:
    """Mean difference of two who answered the same questions, (seeds, places) each, and its standard error."""
    differences = one - other
    seeds, places = differences.shape
    chance = differences.mean(0).var() / places
    spread = differences.mean(1).var() / seeds if seeds > 1 else torch.tensor(0.0)
    return differences.mean().item(), (chance + spread).sqrt().item()


def experiment_pairs() -> str:
    """Differences, place by place: in points, with the error of the difference."""
    counted = "four letters, counted"
    pairs = [("XLNet", "GPT", "blank"), ("XLNet", "BERT", "blank"), ("BERT", "GPT", "blank")]
    pairs += [("GPT", "XLNet", "next"), ("GPT", "XLNet", "span")]
    pairs += [("GPT", counted, question) for question in ("blank", "blank, whole line", "next", "span")]
    pairs += [("T5", "two letters, counted", "blank"), ("T5", "two letters, counted", "next")]
    found = groups() | {name: [{"answers": answers}] for name, answers in results()["baselines"].items()}
    rows = [(f"{a} minus {b}", QUESTION_WORDS[q], hits(found[a], q), hits(found[b], q)) for a, b, q in pairs]
    rows += [
        (f"T5 {how} minus without", QUESTION_WORDS["blank"], hits(found["T5"], question), hits(found["T5"], "blank"))
        for how, question in (("with the span's end", "blank, ended"), ("with a second gap", "blank, two gaps"))
    ]
    cells = []
    for who, question, one, other in rows:
        mean, error = paired(one, other)
        cells.append([who, question, f"{100 * mean:+.1f}&nbsp;±&nbsp;{100 * error:.1f}".replace("-", "\N{MINUS SIGN}")])
    return table(["Who", "Question", "Difference, points"], cells, left=2)


def experiment_loss() -> str:
    """What a loss is made of: for each kind of scored token its share, its nats, and what it adds."""
    rows = []
    for name in ("T5", "GPT", f"GPT, {LEAK}"):
        runs = groups()[name]
        for kind in runs[0]["loss_parts"]:
            share = runs[0]["loss_parts"][kind][0]
            mean = sum(run["loss_parts"][kind][1] for run in runs) / len(runs)
            rows.append([name, kind, f"{100 * share:.1f}%", f"{mean:.2f}", f"{share * mean:.2f}"])
    return table(["Model", "What is scored", "Share", "Nats each", "Adds to the loss"], rows, left=2)


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
        for name in [*SIZES, f"GPT, {LEAK}"]:
            shown = groups()[name][0]["shown"][number]
            rows.append([name, quoted(shown["blank"]), quoted(shown["span"]), quoted(shown["continuation"])])
        text += table(["Model", "Blank", "Span", f"Goes on after {quoted(window[-8:])}"], rows, left=4) + "\n"
    return text


TABLES = (
    experiment_cost, experiment_answers, experiment_nats, experiment_pairs, experiment_loss, experiment_ablations,
    experiment_samples,
)  # fmt: skip


def write() -> None:
    """Write every table; print the names of those that changed."""
    for make in TABLES:
        path, text = GENERATED / f"{make.__name__}.md", make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{path.relative_to(ROOT)} rewritten")
