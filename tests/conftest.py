"""What all tests share: the snippets under test, a fixture that runs one, and the record of a full run."""

import datetime
import importlib.metadata
import json
import os
import platform
import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tools.snippets import ROOT, SNIPPETS, run

RECORD = ROOT / "docs/_generated/last_run.md"
_facts: defaultdict[str, list[float]] = defaultdict(list)
_oracles: set[str] = set()
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


# ------------------------------------------------- the record of a full run, shown on the home page


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect what the tests counted (record_property), from every worker."""
    if report.when == "call" and report.passed:
        for name, value in report.user_properties:
            if name in ("parity", "lab_parity"):
                (_parity if name == "parity" else _labs).append(json.loads(str(value)))
            else:
                _facts[name].append(float(str(value)))
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
    total = {name: int(sum(values)) for name, values in _facts.items()}
    figures = [
        (
            f"{total['blocks_equal']} of {total['blocks_copied']}",
            "code blocks copied by their button equal the tested file",
        ),
        (
            f"{total['alone_equal']} of {total['alone_run']}",
            "snippets, run alone in an empty folder, print what the page shows",
        ),
        (
            f"{total['blocks_run_in_page']} of {total['blocks_that_run']}",
            "blocks, run inside the page, print what Python printed, byte for byte",
        ),
        (str(total["exercises_right"]), "exercises: the solution passes, the start and typical mistakes fail"),
        (str(total["lab_cells_run"]), "cells of labs on real weights, run again from what their buttons copy"),
        (str(len(_oracles)), "checks against something we did not write"),
        (
            f"{sum(row['tried'] for row in _parity):,}",
            "configurations in which a model equals that of transformers, every gradient included",
        ),
        (f"{total['leak_pairs']:,}", "pairs of places in whole models, proved to see each other or not to"),
        (str(total["axe_violations"]), f"accessibility violations in {total['axe_runs']} runs of axe"),
        (str(total["foreign_requests"]), "requests to other hosts while reading every page"),
        (f"{max(_facts['first_view_kb']):.0f} KB", "first view of the heaviest page, compressed"),
    ]
    rows = [f"- **{number}** {meaning}\n" for number, meaning in figures]
    text = '<div class="facts" markdown>\n\n' + "".join(rows) + "\n</div>\n"
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("torch", "numpy", "transformers"))
    last = f"Printed by the test run of {datetime.date.today()}: Python {platform.python_version()}, {versions}.\n"
    # The date and this machine's Python alone are no news: a pull request should not change this file for them.
    if os.environ.get("CI") or not RECORD.exists() or not RECORD.read_text(encoding="utf-8").startswith(text):
        RECORD.write_text(text + "\n" + last, encoding="utf-8", newline="\n")
