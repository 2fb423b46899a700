"""Run the labs and keep what came out, as notebooks in .cache/labs.

    python -m tools.labs.execute [NAME …] [--force]

A lab's result is kept under a key made of everything that it depends on: the lab, the files that its cells
include, what its weights are, the locked packages, Python, and the code that runs it. One whose key is found is not
run again; one whose key is not there cannot be shown by mistake.
"""

import argparse
import asyncio
import hashlib
import logging
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat

from tools.labs.numbers import unprinted
from tools.labs.source import WEIGHTS, Cell, Lab, LabError, labs, read
from tools.labs.weights import declared
from tools.snippets import ROOT

LOCKS = ("requirements/read.txt", "requirements/labs.txt", "requirements/torch.txt")
CODE = ("tools/labs/source.py", "tools/labs/execute.py", "tools/figures/style.py")
AT_ONCE = 2
# Before the first cell: a warning is an error, and plots are SVG that the page can colour.
PREPARE = """
import warnings
warnings.simplefilter("error")
for other in (DeprecationWarning, PendingDeprecationWarning):
    warnings.filterwarnings("ignore", category=other)
from matplotlib_inline.backend_inline import set_matplotlib_formats
from tools.figures.style import prepare
set_matplotlib_formats("svg", metadata={{"Date": None}})
prepare({name!r})
"""
FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def key(lab: Lab) -> str:
    """A hash of all that a lab's result depends on."""
    digest = hashlib.sha256(f"{platform.python_version()} {platform.machine()}".encode())
    for cell in lab.cells:
        digest.update(repr(cell).encode())
    digest.update(repr((lab.meta["limit"], declared(lab, lab.path.parents[2]))).encode())
    for file in (*LOCKS, *CODE):
        digest.update((ROOT / file).read_bytes())
    return digest.hexdigest()


def place(lab: Lab) -> Path:
    """Where the result of this very lab is kept."""
    return lab.path.parents[2] / f".cache/labs/{lab.name}-{key(lab)[:20]}.ipynb"


def result(lab: Lab) -> Any | None:
    """The notebook with its outputs, if it was run as it is now."""
    return nbformat.read(place(lab), 4) if place(lab).exists() else None


def cell_at(lab: Lab, traceback: Iterable[str], current: Cell) -> tuple[str, int, Cell]:
    """The innermost line of a traceback that stands in a cell: file, line, and which cell."""
    frames = FRAME.findall(COLOURS.sub("", "\n".join(traceback)))
    for number, line in reversed(frames):
        index = int(number) - 2  # the preparation is the first, and they count from one
        if 0 <= index < len(lab.code):
            cell = lab.code[index]
            return cell.file, cell.line + int(line) - 1, cell
    return current.file, current.line, current


def outputs_fault(cell: Cell, outputs: Iterable[Any]) -> str:
    """What a page could not show of a cell's outputs, or what the cell forgot to say of them."""
    for output in outputs:
        if output.output_type == "stream" and output.name == "stderr":
            return f"writes to standard error: {output.text.strip().splitlines()[-1]}. Mend: remove the cause"
        if output.output_type == "execute_result":
            return "ends in a bare expression, which a script does not print. Mend: print it"
        if output.output_type == "display_data":
            if "image/svg+xml" not in output.data:
                return f"shows {', '.join(output.data)}. Mend: print text, or draw with matplotlib"
            if not cell.options.get("fig-alt") or not cell.options.get("fig-cap"):
                return "draws a figure without words. Mend: begin the cell with #| fig-alt: … and #| fig-cap: …"
    return ""


def execute(lab: Lab) -> Any:
    """Run a lab in a fresh kernel. Raises LabError with file and line for whatever goes wrong."""
    with ThreadPoolExecutor(1) as pool:  # in a thread that surely has no event loop, as a browser's driver leaves one
        return pool.submit(lambda: asyncio.run(_execute(lab))).result()


async def _execute(lab: Lab) -> Any:
    """What execute does; nbclient is asynchronous within."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    logging.getLogger("traitlets").setLevel(logging.CRITICAL)  # our own message says what happened, and where

    WEIGHTS.mkdir(parents=True, exist_ok=True)
    prepare = PREPARE.format(name=lab.name)
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(prepare)] + [nbformat.v4.new_code_cell(cell.source) for cell in lab.code]
    )
    client = NotebookClient(
        book,
        timeout=lab.meta["limit"],
        startup_timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(WEIGHTS)}},
        coalesce_streams=True,
        extra_arguments=["--log-level=40"],  # not that it listens on this machine without encryption
    )
    threads = {name: os.environ.get(name, "1") for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
    inline = {"MPLBACKEND": "module://matplotlib_inline.backend_inline", "PYTHONPATH": str(ROOT)}
    async with client.async_setup_kernel(env={**os.environ, **threads, **inline}, stderr=subprocess.DEVNULL):
        for index, written in enumerate(book.cells):
            cell = lab.code[max(index - 1, 0)]
            number = f"cell {index}" if index else "the preparation"
            try:
                await client.async_execute_cell(written, index)
            except CellTimeoutError:
                raise LabError(
                    f"{lab.file}:{cell.start}: {number} takes longer than {lab.meta['limit']} s. "
                    "Mend: make it quicker, or raise the limit in the front matter."
                ) from None
            except DeadKernelError:
                raise LabError(
                    f"{lab.file}:{cell.start}: in {number} Python itself ended. Mend: see whether memory runs out."
                ) from None
            except CellExecutionError:
                error = next(o for o in written.outputs if o.output_type == "error")
                file, line, inner = cell_at(lab, error.traceback, cell)
                via = "" if inner is cell and not cell.include else f" (from {lab.file}:{cell.start})"
                what = error.evalue if error.ename == "SystemExit" else f"{error.ename}: {error.evalue}"
                raise LabError(f"{file}:{line}: {number} fails{via}: {' '.join(what.split())}") from None
            if index and (fault := outputs_fault(cell, written.outputs)):
                raise LabError(f"{lab.file}:{cell.start}: {number} {fault}.")
    book.cells = book.cells[1:]
    return book


def keep(lab: Lab, book: Any) -> None:
    """Write a result to its place and drop those of earlier versions of the lab."""
    path = place(lab)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    nbformat.write(book, part)
    part.replace(path)
    for old in path.parent.glob(f"{lab.name}-*.ipynb"):
        if old != path and re.fullmatch(rf"{lab.name}-\w{{20}}", old.stem):
            old.unlink()


def one(lab: Lab, say: Any) -> str:
    """Run one lab and keep its result; returns the fault, or nothing."""
    start = time.monotonic()
    try:
        book = execute(lab)
    except LabError as error:
        return str(error)
    seconds = time.monotonic() - start
    book.metadata["seconds"] = round(seconds, 1)
    keep(lab, book)
    say(f"[labs] {lab.name}: {len(lab.code)} cells ran in {seconds:.0f} s")
    return ""


def execute_all(root: Path = ROOT, names: Iterable[str] = (), force: bool = False) -> list[str]:
    """Run every lab that has no current result, two at once. Returns the faults; what ran well is kept."""
    chosen: list[Lab] = []
    faults: list[str] = []
    for path in labs(root):
        if names and path.stem not in names:
            continue
        try:
            lab = read(path)
            if force or not place(lab).exists():
                chosen.append(lab)
        except LabError as error:
            faults.append(str(error))

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    if chosen:
        say(f"[labs] {len(chosen)} to run: {', '.join(lab.name for lab in chosen)} …")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        faults += [fault for fault in pool.map(lambda lab: one(lab, say), chosen) if fault]
    return faults or [fault for path in labs(root) for fault in words(read(path))]


def words(lab: Lab) -> list[str]:
    """Numbers in a lab's words that it does not print; none where it has not run."""
    book = result(lab)
    return list(unprinted(lab, book)) if book else []


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--force", action="store_true", help="run also those whose results are current")
    options = parser.parse_args()
    faults = execute_all(ROOT, options.names, options.force)
    print(*faults, sep="\n", file=sys.stderr, end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
