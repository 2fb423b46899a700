"""Read a lab: a py:percent file whose cells may each be one file of the project.

python -m tools.labs.source NAME      run docs/labs/NAME.py as the plain script that a reader copies
"""

import contextlib
import io
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jupytext
import yaml

from tools import memory
from tools.snippets import ROOT

LABS = ROOT / "docs/labs"
WEIGHTS = ROOT / ".cache/weights"  # what no Python package carries; labs run in it
INCLUDE = re.compile(r'# --8<-- "(?P<path>[^":]+)"')
OPTION = re.compile(r"#\| (?P<name>[\w-]+): *(?P<value>.*)\n?")


class LabError(Exception):
    """What is wrong with a lab, as one message: file, line, fault, mend."""


@dataclass
class Cell:
    """One cell: its kind, its text with the include in place, and where that text comes from."""

    kind: str  # "code" or "markdown"
    source: str
    start: int  # the line of the lab at which the cell begins
    file: str  # in which `source` stands: the lab, or what the cell includes
    line: int  # of that file, at which `source` begins
    include: bool = False
    varies: bool = False  # tagged so: another machine prints other numbers
    options: dict[str, str] = field(default_factory=dict)  # what its first lines say with `#| name: …`


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
    def file(self) -> str:
        """Its file as contributors know it."""
        return f"docs/labs/{self.path.name}"

    @property
    def code(self) -> list[Cell]:
        """The cells that are run."""
        return [cell for cell in self.cells if cell.kind == "code"]

    def script(self, count: int | None = None) -> str:
        """The first `count` code cells as one script: what a reader copies from the last of them."""
        return "\n\n".join(cell.source for cell in self.code[:count]) + "\n"


def labs(root: Path = ROOT) -> list[Path]:
    """Every lab of a project, in the order of the file names."""
    return sorted((root / "docs/labs").glob("*.py"))


def read(path: Path) -> Lab:
    """Read one lab. Raises LabError for a front matter or an include that cannot be used."""
    root, name = path.parents[2], f"docs/labs/{path.name}"
    text = path.read_text(encoding="utf-8")
    head = re.match(r"# ---\n(?P<yaml>(?:#.*\n)*?)# ---\n", text)
    if not head:
        raise LabError(f"{name}:1: has no front matter. Mend: begin with # ---, # description: …, # limit: 60, # ---.")
    try:
        meta = yaml.safe_load(re.sub("^# ?", "", head["yaml"], flags=re.M))
    except yaml.YAMLError as error:
        raise LabError(f"{name}:1: {' '.join(str(error).split())}. Mend: correct the front matter.") from None
    for key, kind in {"description": str, "limit": int}.items():
        if not isinstance(meta, dict) or not isinstance(meta.get(key), kind):
            raise LabError(f"{name}:1: the front matter has no {key}. Mend: add # {key}: …")
    starts = [n for n, row in enumerate(text.splitlines(), 1) if row.startswith("# %%")]
    notebook = jupytext.reads(text[head.end() :].lstrip("\n"), fmt={"extension": ".py", "format_name": "percent"})
    if len(starts) != len(notebook.cells):
        raise LabError(f"{name}:1: a text stands before the first cell. Mend: begin each cell with # %%.")
    cells = []
    for start, cell in zip(starts, notebook.cells, strict=True):
        one = Cell(cell.cell_type, cell.source, start, name, start + 1)
        one.varies = "varies" in cell.metadata.get("tags", [])
        while match := OPTION.match(one.source):
            one.options[match["name"]] = match["value"].strip()
            one.source, one.line = one.source[match.end() :], one.line + 1
        bare = one.source.lstrip("\n")  # a formatter leaves lines before a definition
        one.line += len(one.source) - len(bare)
        one.source = bare.rstrip("\n")
        if match := INCLUDE.fullmatch(one.source.strip()):
            file = next((p for p in (root / "snippets" / match["path"], root / match["path"]) if p.is_file()), None)
            if file is None:
                raise LabError(
                    f"{name}:{one.line}: includes {match['path']}, which does not exist. "
                    "Mend: correct the path or add the file."
                )
            one.source, one.line, one.include = file.read_text(encoding="utf-8").rstrip("\n"), 1, True
            one.file = file.relative_to(root).as_posix()
        cells.append(one)
    return Lab(path, meta, cells)


def as_page(path: Path) -> list[str]:
    """A lab's lines as those of a Markdown page, each in its place: code cells are fences named `lab`."""
    rows = path.read_text(encoding="utf-8").splitlines()
    out, markdown = [], True  # the front matter is a comment too
    for number, row in enumerate(rows):
        if row.startswith("# %%"):
            markdown = "[markdown]" in row
            out.append("" if markdown else "```lab")
        elif markdown:
            out.append(re.sub("^# ?", "", row))
        elif not row and (number + 1 == len(rows) or rows[number + 1].startswith("# %%")):
            out.append("```")
        else:
            out.append(row)
    if not markdown and out[-1] != "```":
        out.append("```")
    return out


def run(lab: Lab, names: dict[str, Any], count: int | None = None, first: int = 0) -> None:
    """Run code cells `first` to `count` with these names, in the folder of the weights, as one script without plots."""
    import matplotlib
    import matplotlib.pyplot as plt

    matplotlib.use("agg")
    before = Path.cwd()
    WEIGHTS.mkdir(parents=True, exist_ok=True)
    os.chdir(WEIGHTS)
    try:
        for cell in lab.code[first:count]:
            # Each cell with its own file and lines, so that a traceback names them.
            exec(compile("\n" * (cell.line - 1) + cell.source, cell.file, "exec"), names)
    finally:
        os.chdir(before)
        plt.close("all")  # nobody looks at them, and matplotlib warns when there are more than 20


@dataclass
class _Going:
    """The one lab that is being run by this process: as far as its cells have been asked for."""

    lab: Lab | None = None
    done: int = 0
    names: dict[str, Any] = field(default_factory=dict)  # those of the cells' functions, which tests may change
    left: dict[str, Any] = field(default_factory=dict)  # those that the cells left behind


_going = _Going()


def scope(name: str, until: str = "") -> dict[str, Any]:
    """The names that a lab's cells leave behind, up to and with the first cell that holds the text `until`.

    Cells that have run are not run again if a later one is asked for: so tests ask in the order of the cells, and copy
    a model before they change it. A name that a test sets, to make the lab's functions see another model, is put back
    before the next cell. One lab is held at a time, since some take gigabytes.
    """
    lab = read(LABS / f"{name}.py")
    code = lab.code
    count = next(n for n, cell in enumerate(code, 1) if until in cell.source) if until else len(code)
    if _going.lab != lab or _going.done > count:
        let_go()
        _going.lab, _going.left = lab, {"__name__": "__main__"}
    _going.names.clear()
    _going.names.update(_going.left)
    first, _going.done = _going.done, len(code) + 1  # a cell that fails leaves nothing to go on from
    with contextlib.redirect_stdout(io.StringIO()):
        run(lab, _going.names, count, first)
    memory.trim()
    _going.done, _going.left = count, dict(_going.names)
    return _going.names


def let_go() -> None:
    """Forget the lab that was run last, models and all."""
    _going.lab, _going.done, _going.names, _going.left = None, 0, {}, {}


if __name__ == "__main__":
    import matplotlib.pyplot as plt

    plt.show = lambda *args, **options: None  # no window to show
    run(read(LABS / f"{sys.argv[1]}.py"), {"__name__": "__main__"})
