"""Benchmarks: what is compared is measured in turn, in one run, best of several, and told as a ratio.

    python -m tools.bench                     run all, write their tables to docs/_generated/
    python -m tools.bench training attention  run these

Never part of the tests: machines differ and are noisy.
"""

import contextlib
import datetime
import io
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tools.snippets import ROOT, SNIPPETS

GENERATED = ROOT / "docs/_generated"


def scope_of(name: str) -> dict[str, Any]:
    """The names that a snippet defines, its functions as they stand, without the tests' shape checks."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        exec((SNIPPETS / name).read_text(encoding="utf-8"), scope)
    return scope


def stamp(*packages: str) -> str:
    """When and on what this run was measured, in a sentence."""
    versions = "".join(f", {package} {version(package)}" for package in packages)
    return (
        f"Measured on {datetime.date.today()}: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}{versions}."
    )


def write(name: str, lines: list[str]) -> Path:
    """Write a table into docs/_generated/bench_<name>.md, and print it."""
    path = GENERATED / f"bench_{name}.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print("\n".join(lines), flush=True)
    return path
