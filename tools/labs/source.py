"""Read a lab: a py:percent file whose cells may each be one file of the project.

python -m tools.labs.source NAME      run docs/labs/NAME.py as the plain script that a reader copies
"""

import contextlib
import io
import os
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jupytext
import yaml

from tools.snippets import ROOT

LABS = ROOT / "docs/labs"
WEIGHTS = ROOT / ".cache/weights"  # what no Python package carries; labs run in it
INCLUDE = re.compile(r'# --8<-- "(?P<path>[^":]+)"')


class LabError(Exception):
    """What is wrong with a lab, as one message: file, line, fault, mend."""


@dataclass
class Cell:
    """One cell: its kind, its text with the include in place, and where that text comes from."""

    kind: str  # "code" or "markdown"
    source: str
    file: Path
    line: int  # of `file`, at which `source` begins
    include: str = ""
    tags: list[str] = field(default_factory=list)

    def option(self, name: str) -> str:
        """What the cell's first lines say with `#| name: …`; empty where they do not."""
        match = re.search(rf"^#\| {name}: *(.*)$", self.source, re.M)
        return match[1].strip() if match else ""


@dataclass
class Lab:
    """A lab as written: what its front matter says, and its cells."""

    path: Path
    meta: dict[str, Any]
    cells: list[Cell]

    @property
    def name(self) -> str:
        """The stem of its file."""
        return self.path.stem

    @property
    def code(self) -> list[Cell]:
        """The cells that are run."""
        return [cell for cell in self.cells if cell.kind == "code"]

    def script(self, count: int | None = None) -> str:
        """The first `count` code cells as one script, which is what a reader copies from the last of them."""
        return "\n\n".join(cell.source for cell in self.code[:count]) + "\n"


def labs(folder: Path = LABS) -> list[Path]:
    """Every lab's file."""
    return sorted(folder.glob("*.py"))


def where(path: Path) -> str:
    """A file's name as contributors know it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def read(path: Path, root: Path = ROOT) -> Lab:
    """Read one lab. Raises LabError for a front matter or an include that cannot be used."""
    text = path.read_text(encoding="utf-8")
    head = re.match(r"# ---\n(?P<yaml>(?:#.*\n)*?)# ---\n", text)
    if not head:
        raise LabError(f"{where(path)}:1: has no front matter. Mend: begin with # ---, # description: …, # ---.")
    try:
        meta = yaml.safe_load(re.sub("^# ?", "", head["yaml"], flags=re.M)) or {}
    except yaml.YAMLError as error:
        raise LabError(f"{where(path)}:1: {' '.join(str(error).split())}. Mend: correct the front matter.") from None
    starts = [n for n, row in enumerate(text.splitlines(), 1) if row.startswith("# %%")]
    # Without the front matter, and with lines that Jupyter would take for magic left as they are.
    notebook = jupytext.reads(text[head.end() :], fmt={"extension": ".py", "format_name": "percent"})
    if len(starts) != len(notebook.cells):
        raise LabError(f"{where(path)}:1: a text stands before the first cell. Mend: begin each cell with # %%.")
    cells = []
    for start, cell in zip(starts, notebook.cells, strict=True):
        one = Cell(cell.cell_type, cell.source, path, start + 1, tags=cell.metadata.get("tags", []))
        if match := INCLUDE.fullmatch(cell.source.strip()):
            file = next((p for p in (root / "snippets" / match["path"], root / match["path"]) if p.is_file()), None)
            if file is None:
                raise LabError(
                    f"{where(path)}:{start + 1}: includes {match['path']}, which does not exist. "
                    "Mend: correct the path or add the file."
                )
            one.source, one.file, one.line = file.read_text(encoding="utf-8").rstrip("\n"), file, 1
            one.include = where(file)
        cells.append(one)
    return Lab(path, meta, cells)


@cache
def scope(name: str) -> dict[str, Any]:
    """The names that a lab's cells leave behind, run as one script; what they print is under "printed"."""
    import matplotlib

    matplotlib.use("agg")
    lab = read(LABS / f"{name}.py")
    names: dict[str, Any] = {"__name__": "__main__"}
    printed, before = io.StringIO(), Path.cwd()
    os.chdir(WEIGHTS)
    try:
        with contextlib.redirect_stdout(printed):
            for cell in lab.code:
                # Each cell with its own file and lines, so that a traceback names them.
                exec(compile("\n" * (cell.line - 1) + cell.source, where(cell.file), "exec"), names)
    finally:
        os.chdir(before)
    return {**names, "printed": printed.getvalue()}


if __name__ == "__main__":
    import matplotlib

    matplotlib.use("agg")
    lab = read(LABS / f"{sys.argv[1]}.py")
    WEIGHTS.mkdir(parents=True, exist_ok=True)
    os.chdir(WEIGHTS)
    for cell in lab.code:
        exec(compile("\n" * (cell.line - 1) + cell.source, where(cell.file), "exec"), globals())
