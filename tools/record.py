"""The record of a full test run: what the tests counted, kept where the pages show it.

Imports nothing but the standard library, since every test run loads it, also one that has only a snippet's packages.
"""

import datetime
import hashlib
import importlib.metadata
import json
import os
import platform
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tools.snippets import ROOT, find, name_of

RECORD = ROOT / "docs/_generated/last_run.json"
# What a full run counts: where one of them is missing, only some tests ran.
NEEDED = {
    "snippets_run",
    "blocks_copied",
    "lab_cells_run",
    "blocks_run_in_page",
    "exercises_right",
    "axe_violations",
    "foreign_requests",
    "first_view_kb",
    "leak_pairs",
}
MEASURES = ("scores", "maps", "loss", "gradients")


def read_record() -> dict[str, Any]:
    """What the last full run counted: date, versions, facts, tests passed per file, and the snippets' hashes."""
    if not RECORD.exists():
        return {"date": "", "versions": {}, "facts": {}, "tests": {}, "snippets": {}}
    loaded: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return loaded


def fingerprint(path: Path) -> str:
    """Twelve digits that change with a snippet or its output."""
    output = path.with_suffix(".out")
    data = path.read_bytes() + (output.read_bytes() if output.exists() else b"")
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()[:12]


def write_power(number: float) -> str:
    """A small number as a power of ten, with a hyphen at which no line breaks."""
    return f"{number:.0e}".replace("e-", "e\N{NON-BREAKING HYPHEN}")


def keep_table(name: str, text: str) -> None:
    """Write a table of docs/_generated, unless it differs from the one there by its powers of ten alone.

    Rounding differs between machines and is no news: outside CI only other rows rewrite a table.
    """
    path = ROOT / f"docs/_generated/{name}.md"
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    plain = [re.sub(r"\d+e\N{NON-BREAKING HYPHEN}\d+", "#", t) for t in (text, known)]
    if os.environ.get("CI") or plain[0] != plain[1]:
        path.write_text(text, encoding="utf-8", newline="\n")


def write_parity(rows: Iterable[dict[str, Any]], order: list[str]) -> None:
    """Tables of how equal the models are to transformers': one for all, one for each model's own page.

    `order` names the variants that there are; nothing is written where only some of them ran.
    """
    rows = list(rows)
    if sorted(row["name"] for row in rows) != sorted(order):
        return
    rows.sort(key=lambda row: order.index(row["name"]))
    head = "| Model, variant | Configurations | Scores | Attention weights | Loss | Gradients |\n"
    head += "|---|---:|---:|---:|---:|---:|\n"
    for model in ("", *dict.fromkeys(row["model"] for row in rows)):
        text = head
        for row in rows:
            if model in ("", row["model"]):
                worst = " | ".join(write_power(row[measure]) for measure in MEASURES)
                text += f"| {row['name']} | {row['tried']} | {worst} |\n"
        keep_table(f"parity_{model}" if model else "parity", text)


def write_lab_parity(rows: Iterable[dict[str, Any]], order: list[str]) -> None:
    """A table of how equal the labs' models are to others' that hold the same trained weights."""
    text = "| Lab | Compared with | Largest difference |\n|---|---|---:|\n"
    for row in sorted(rows, key=lambda row: (order.index(row["lab"]), row["with"])):
        text += f"| [{row['lab']}]({row['lab']}.py) | {row['with']} | {write_power(row['largest'])} |\n"
    keep_table("labs_parity", text)


class Counted:
    """What the tests of a run count, from every worker."""

    def __init__(self) -> None:
        self.facts: defaultdict[str, list[float]] = defaultdict(list)
        self.parity: list[dict[str, Any]] = []
        self.labs: list[dict[str, Any]] = []
        self.oracles: set[str] = set()
        self.passed: Counter[str] = Counter()  # a test file -> how many of its tests passed

    def add(self, test: str, properties: Iterable[tuple[str, object]]) -> None:
        """A test that passed, and what it recorded."""
        for name, value in properties:
            if name in ("parity", "lab_parity"):
                (self.parity if name == "parity" else self.labs).append(json.loads(str(value)))
            else:
                self.facts[name].append(float(str(value)))
        self.passed[test.partition("::")[0]] += 1
        if test.startswith(("tests/oracles/", "tests/labs/")):
            self.oracles.add(test)

    def is_full(self) -> bool:
        """Whether all tests ran."""
        return set(self.facts) >= NEEDED and bool(self.parity and self.labs and self.oracles)

    def write(self) -> None:
        """Write the record of a full green run, and the tables of parity."""
        if self.parity:
            from tools.pairs import VARIANTS

            write_parity(self.parity, [variant.name for variant in VARIANTS])
        if not self.is_full():
            return
        from tools.labs.source import labs

        write_lab_parity(self.labs, [path.stem for path in labs()])
        facts = {name: round(sum(values)) for name, values in self.facts.items()} | {
            "first_view_kb": round(max(self.facts["first_view_kb"])),
            "oracles": len(self.oracles),
            "configurations": sum(row["tried"] for row in self.parity),
        }
        versions = {name: importlib.metadata.version(name) for name in ("torch", "numpy", "transformers")}
        found = {
            "date": str(datetime.date.today()),
            "versions": {"Python": platform.python_version()} | versions,
            "facts": dict(sorted(facts.items())),
            "tests": dict(sorted(self.passed.items())),
            "snippets": {name_of(path).removeprefix("snippets/")[:-3]: fingerprint(path) for path in find()},
        }
        # The date and this machine's Python alone are no news: a pull request should not change this file for them.
        known = read_record()
        if os.environ.get("CI") or any(found[part] != known[part] for part in ("facts", "tests", "snippets")):
            RECORD.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8", newline="\n")
