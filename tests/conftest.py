"""What all tests share: the snippets under test, a fixture that runs one, and the record of a full run."""

import datetime
import importlib.metadata
import json
import os
import platform
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tools.reference import RECORD, fingerprint, record
from tools.snippets import ROOT, SNIPPETS, find, name_of, run

_facts: defaultdict[str, list[float]] = defaultdict(list)
_oracles: set[str] = set()
_passed: Counter[str] = Counter()  # a test file -> how many of its tests passed
_parity: list[dict[str, Any]] = []
_labs: list[dict[str, Any]] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the canary point the snippet tests at a folder of deliberately wrong ones."""
    parser.addoption("--snippets", type=Path, default=SNIPPETS, help="folder whose snippets are tested")
    parser.addoption("--look", action="store_true", help="take a picture of every page, into .cache/pictures")
    parser.addoption("--pictures", type=Path, help="folder to write the pictures of the site to")


@cache
def _scope(name: str) -> dict[str, Any]:
    return run(SNIPPETS / name).scope


@pytest.fixture
def scope() -> Callable[[str], dict[str, Any]]:
    """scope("weights/neuron_numpy.py")["z"]: what the names of a snippet hold after it ran."""
    return _scope


# ------------------------------------------------- the record of a full run, shown on several pages


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect what the tests counted (record_property), from every worker."""
    if report.when == "call" and report.passed:
        for name, value in report.user_properties:
            if name in ("parity", "lab_parity"):
                (_parity if name == "parity" else _labs).append(json.loads(str(value)))
            else:
                _facts[name].append(float(str(value)))
        _passed[report.nodeid.partition("::")[0]] += 1
        if "tests/oracles/" in report.nodeid or "tests/labs/" in report.nodeid:
            _oracles.add(report.nodeid)


def write_parity(rows: list[dict[str, Any]]) -> None:
    """Tables of how equal the models are to transformers': one for all, one for each snippet's page.

    Rounding differs between machines and is no news: outside CI only another number of configurations rewrites them.
    """
    from tools.pairs import VARIANTS

    order = [variant.name for variant in VARIANTS]
    if sorted(row["name"] for row in rows) != sorted(order):
        return  # not all ran
    rows = sorted(rows, key=lambda row: order.index(row["name"]))
    head = "| Model, variant | Configurations | Scores | Attention weights | Loss | Gradients |\n"
    head += "|---|---:|---:|---:|---:|---:|\n"
    for name in ("", *(f"_{model}" for model in dict.fromkeys(row["model"] for row in rows))):
        text = head
        for row in rows:
            if name in ("", f"_{row['model']}"):
                worst = [
                    f"{row[what]:.0e}".replace("e-", "e\N{NON-BREAKING HYPHEN}")
                    for what in ("scores", "maps", "loss", "gradients")
                ]
                text += f"| {row['name']} | {row['tried']} | {' | '.join(worst)} |\n"
        path = ROOT / f"docs/_generated/parity{name}.md"
        known = path.read_text(encoding="utf-8") if path.exists() else ""
        plain = [re.sub(r"\d+e\N{NON-BREAKING HYPHEN}\d+", "#", t) for t in (text, known)]
        if os.environ.get("CI") or plain[0] != plain[1]:
            path.write_text(text, encoding="utf-8", newline="\n")


def write_lab_parity(rows: list[dict[str, Any]]) -> None:
    """A table of how equal the labs' models are to others' that hold the same trained weights."""
    from tools.labs.source import labs

    order = [path.stem for path in labs()]
    rows = sorted(rows, key=lambda row: (order.index(row["lab"]), row["with"]))
    text = "| Lab | Compared with | Largest difference |\n|---|---|---:|\n"
    for row in rows:
        worst = f"{row['largest']:.0e}".replace("e-", "e\N{NON-BREAKING HYPHEN}")
        text += f"| [{row['lab']}]({row['lab']}.py) | {row['with']} | {worst} |\n"
    path = ROOT / "docs/_generated/labs_parity.md"
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    plain = [re.sub(r"\d+e\N{NON-BREAKING HYPHEN}\d+", "#", t) for t in (text, known)]
    if os.environ.get("CI") or plain[0] != plain[1]:
        path.write_text(text, encoding="utf-8", newline="\n")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """After a full green run, write its figures where the pages include them."""
    if exitstatus == 0 and not hasattr(session.config, "workerinput"):
        write_parity(_parity)
        if _parity and _labs:  # all tests ran
            write_lab_parity(_labs)
    needed = {
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
    full = needed <= set(_facts) and bool(_parity)
    if exitstatus != 0 or not full or not _oracles or hasattr(session.config, "workerinput"):
        return
    facts = {name: round(sum(values)) for name, values in _facts.items()} | {
        "first_view_kb": round(max(_facts["first_view_kb"])),
        "oracles": len(_oracles),
        "configurations": sum(row["tried"] for row in _parity),
    }
    versions = {name: importlib.metadata.version(name) for name in ("torch", "numpy", "transformers")}
    found = {
        "date": str(datetime.date.today()),
        "versions": {"Python": platform.python_version()} | versions,
        "facts": dict(sorted(facts.items())),
        "tests": dict(sorted(_passed.items())),
        "snippets": {name_of(path).removeprefix("snippets/")[:-3]: fingerprint(path) for path in find()},
    }
    # The date and this machine's Python alone are no news: a pull request should not change this file for them.
    known = record()
    if os.environ.get("CI") or any(found[part] != known[part] for part in ("facts", "tests", "snippets")):
        RECORD.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8", newline="\n")
