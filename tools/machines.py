"""Run what computes as other machines would: their processors, threads, locales, folders and Pythons.

    python -m tools.machines            every machine that can be had here, and the table of "How we test"
    python -m tools.machines "laptop, two threads"     only these machines, or single settings of them
    python -m tools.machines --turn     the one whose turn it is at this commit
    python -m tools.machines --list     what there is

A machine is a few settings together, which libraries read from their environment: so one run tries many of them. When
one fails, each of its settings can be run by its name, which tells them apart. The tests run in a copy of the work
tree, so that it can be edited meanwhile.
"""

import argparse
import datetime
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tools import advice
from tools.snippets import ROOT

WHAT_COMPUTES = (
    "tests/snippets/test_snippets.py",
    "tests/oracles",
    "tests/models",
    "tests/errata",
    "tests/exercises",
    "tests/labs",
    "tests/figures",
)
SET_UP = "test-machines"  # what tools/setup.py installs for another Python
COPIES = ROOT / ".cache/machines"
TABLE = ROOT / "docs/_generated/machines.md"
HEAD = "| Machine | What is different | Passed | Failed | Tried |\n|---|---|---:|---:|---|\n"
# How many times longer the slowest emulated code takes: limits of time are as many times as long there.
SLOWER = 40


@dataclass(frozen=True)
class Setting:
    """One thing that differs between machines."""

    says: str
    environment: dict[str, str] = field(default_factory=dict)
    lacking: Callable[[], str] = lambda: ""  # why it cannot be had here; nothing if it can


@dataclass(frozen=True)
class Machine:
    """Settings together, and what no environment says: a folder, a Python, a processor that is emulated."""

    settings: tuple[str, ...] = ()
    folder: str = "copy"
    python: str = ""  # a version, "3.12"; the running one otherwise
    emulated: str = ""  # a processor that QEMU knows
    tests: tuple[str, ...] = WHAT_COMPUTES


def numpy_features(keep: tuple[str, ...] = ()) -> str:
    """The groups of instructions that NumPy chooses when it runs and has here, but for those to keep.

    Their names differ between versions and processors, and NumPy does not load if told to do without one it does not
    know; so it is asked.
    """
    from numpy._core import _multiarray_umath as numpy

    known, has = numpy.__cpu_dispatch__, numpy.__cpu_features__
    return " ".join(name for name in known if has.get(name) and name not in keep)


def processor(torch: str, openblas: str, mkl: str, onednn: str, numpy: str) -> dict[str, str]:
    """One generation of processors, in the words of each library that chooses its code by it."""
    return {
        "ATEN_CPU_CAPABILITY": torch,
        "OPENBLAS_CORETYPE": openblas,
        "MKL_ENABLE_INSTRUCTIONS": mkl,
        "ONEDNN_MAX_CPU_ISA": onednn,
        "NPY_DISABLE_CPU_FEATURES": numpy,
    }


def threads(count: int) -> dict[str, str]:
    """As many threads in each library that has some; they sleep while they wait, since the tests use all cores."""
    several = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(count))
    return several | {"OMP_WAIT_POLICY": "passive"}


def needs(flag: str, name: str) -> Callable[[], str]:
    """That the processor has these instructions."""
    return lambda: "" if flag in advice.flags() else f"this processor has no {name}"


def no_x86() -> str:
    """That the names of the settings mean something here."""
    return "" if platform.machine() in ("x86_64", "AMD64") else f"this processor is {platform.machine()}"


def no_namespaces() -> str:
    """That a folder can be covered for one process alone."""
    done = subprocess.run(["unshare", "-rm", "true"], capture_output=True) if shutil.which("unshare") else None
    return "" if done and not done.returncode else "fonts cannot be hidden here (unshare)"


def settings() -> dict[str, Setting]:
    """Every setting by its name."""
    old = processor("default", "Nehalem", "SSE4_2", "SSE41", numpy_features())
    middle = processor("avx2", "Haswell", "AVX2", "AVX2", numpy_features(keep=("X86_V3",)))
    new = processor("avx512", "SkylakeX", "AVX512", "AVX512_CORE", "")
    return {
        "SSE": Setting("no vectors over 128 bits (Nehalem's OpenBLAS, NumPy's dispatch off)", old, no_x86),
        "AVX2": Setting("vectors of 256 bits (Haswell's OpenBLAS)", middle, needs("avx2", "AVX2")),
        "AVX-512": Setting("vectors of 512 bits (SkylakeX's OpenBLAS)", new, needs("avx512f", "AVX-512")),
        "one thread": Setting("one thread", threads(1)),
        "two threads": Setting("two threads", threads(2)),
        "hash seed 0": Setting("hashes from seed 0", {"PYTHONHASHSEED": "0"}),
        "random hashes": Setting("random hashes", {"PYTHONHASHSEED": "random"}),
        "C locale": Setting(
            "the C locale without UTF-8",
            {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        ),
        "time zone": Setting("a time zone of 14 hours", {"TZ": "Pacific/Kiritimati"}),
        # A folder in which not even root can write.
        "home": Setting("a home that cannot be written to", {"HOME": "/proc"}, lambda: no_folder("/proc")),
        "no fonts": Setting("no fonts installed", {}, no_namespaces),
    }


def no_folder(path: str) -> str:
    """That a folder is there."""
    return "" if Path(path).is_dir() else f"no {path} here"


MACHINES = {
    "as it is": Machine(),
    "old computer": Machine(("SSE", "one thread", "hash seed 0", "C locale")),
    "laptop": Machine(("AVX2", "two threads", "random hashes", "time zone", "home")),
    "server": Machine(("AVX-512", "one thread", "random hashes", "no fonts"), folder="a cöpy of it"),
    "emulated AMD": Machine(
        emulated="EPYC",
        tests=(
            "tests/snippets/test_snippets.py::test_output",
            "tests/figures",
            "tests/labs/test_translator_graph.py::test_products_of_8_bit_numbers_are_exact",
        ),
    ),
    "Python 3.12": Machine(python="3.12"),
    "Python 3.13": Machine(python="3.13"),
    "Python 3.14": Machine(python="3.14"),
}


def find_python(version: str) -> str:
    """A Python of this version that runs: of the PATH, or of pyenv; nothing if there is none."""
    places = [shutil.which(f"python{version}"), *sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python3"))]
    for place in places:
        if place and not subprocess.run([str(place), "-c", ""], capture_output=True).returncode:
            return str(place)
    return ""


def lacking(machine: Machine) -> str:
    """Why a machine cannot be had here; nothing if it can."""
    known = settings()
    reasons = [known[name].lacking() for name in machine.settings]
    running = ".".join(map(str, sys.version_info[:2]))
    if machine.python and not find_python(machine.python):
        reasons.append(f"no Python {machine.python} here")
    if machine.python == running:
        reasons.append("it is the running one")
    if machine.emulated and not shutil.which("qemu-x86_64"):
        reasons.append("no qemu-x86_64 here (Debian, Ubuntu: apt-get install qemu-user)")
    return "; ".join(filter(None, reasons))


def says(machine: Machine) -> str:
    """What is different, in words."""
    known = settings()
    words = [known[name].says for name in machine.settings]
    words += [f"Python {machine.python}"] * bool(machine.python)
    words += [
        f"{machine.emulated} without AVX-512 and VNNI, emulated by QEMU (snippets, figures, 8-bit kernels)"
    ] * bool(machine.emulated)
    words += ["a path with a space and a letter beyond ASCII"] * (" " in machine.folder)
    return ", ".join(words) or "nothing"


def copy_tree(folder: Path, shared: Iterable[str] = ("weights", "labs")) -> None:
    """The work tree as git sees it, uncommitted changes included, into a folder that is emptied of anything else.

    `shared` names the folders of .cache that all machines use: weights fetched once, and labs that one Python ran.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    if folder.exists():
        for path in folder.iterdir():
            if path.name not in (".venv", ".cache"):
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".cache").mkdir(exist_ok=True)
    for name in shared:
        place = folder / ".cache" / name
        if not place.exists():
            place.symlink_to(ROOT / ".cache" / name, target_is_directory=True)


def environment(machine: Machine, folder: Path) -> dict[str, str]:
    """This process's environment with what the machine sets; what it sets to nothing is not set at all."""
    known = settings()
    changed = threads(1) | {"PYTHONPATH": str(folder), "MPLCONFIGDIR": str(folder / ".cache/matplotlib")}
    for name in machine.settings:
        changed |= known[name].environment
    if "home" in machine.settings:  # nor any other place for what belongs to a user
        changed |= dict.fromkeys((name for name in os.environ if name.startswith("XDG_")), "")
    if machine.emulated:
        changed["SLOWER"] = str(SLOWER)
    return {name: value for name, value in (os.environ | changed).items() if value or name not in changed}


HIDE_FONTS = (
    'for place in /usr/share/fonts /usr/local/share/fonts; do [ ! -d "$place" ] || mount -t tmpfs none "$place"; done; '
    'exec "$@"'
)


def command(machine: Machine, python: str, report: Path) -> list[str]:
    """The tests of a machine as a command."""
    line = [
        python,
        "-m",
        "pytest",
        *machine.tests,
        f"--junitxml={report}",
        "-o",
        f"timeout={600 * (SLOWER if machine.emulated else 4)}",
    ]
    if machine.emulated:
        # A fork of an emulated process is emulated too, but what it starts anew is not: so no workers.
        line = ["qemu-x86_64", "-cpu", machine.emulated, *line]
        line += ["-p", "no:xdist", "-o", "addopts=--import-mode=importlib --strict-markers --tb=short -q"]
    if "no fonts" in machine.settings:
        line = ["unshare", "-rm", "sh", "-c", HIDE_FONTS, "sh", *line]
    return line


def count(report: Path) -> tuple[int, list[str]]:
    """How many tests passed, and the names of those that did not, from a report in JUnit's form."""
    passed, failed = 0, []
    for case in ElementTree.parse(report).iter("testcase"):
        if any(case.find(kind) is not None for kind in ("failure", "error")):
            failed.append(f"{(case.get('classname') or '').replace('.', '/')}.py::{case.get('name')}")
        elif case.find("skipped") is None:
            passed += 1
    return passed, failed


def run(name: str, machine: Machine) -> tuple[int, list[str]]:
    """Run the tests of a machine; how many passed, and the names of those that failed."""
    folder = COPIES / name.replace(" ", "-") / machine.folder
    folder.mkdir(parents=True, exist_ok=True)
    # Another Python's labs are others: they would take the place of this one's.
    copy_tree(folder, ("weights",) if machine.python else ("weights", "labs"))
    python, env = sys.executable, environment(machine, folder)
    if machine.python:
        subprocess.run([find_python(machine.python), "-m", "tools.setup", SET_UP], cwd=folder, check=True, env=env)
        python = str(folder / ".venv" / Path(sysconfig.get_path("scripts")).name / "python")
        subprocess.run([python, "-m", "tools.labs.execute"], cwd=folder, check=True, env=env)
    report = folder / ".cache/report.xml"
    report.unlink(missing_ok=True)
    status = subprocess.run(command(machine, python, report), cwd=folder, env=env).returncode
    passed, failed = count(report) if report.exists() else (0, [])
    return passed, failed or ([f"pytest ended with {status}"] if status else [])


def write_row(name: str, machine: Machine, passed: str, failed: str, tried: str) -> None:
    """Write a machine's row into the table that a page shows, in the order of MACHINES."""
    text = TABLE.read_text(encoding="utf-8") if TABLE.exists() else ""
    rows = {other: f"| {other} | {says(MACHINES[other])} | – | – | not yet |" for other in MACHINES}
    rows |= {row.split("|")[1].strip(): row for row in text.splitlines()[2:]}
    rows[name] = f"| {name} | {says(machine)} | {passed} | {failed} | {tried} |"
    TABLE.write_text(HEAD + "".join(f"{rows[known]}\n" for known in MACHINES), encoding="utf-8", newline="\n")


def by_turns() -> str:
    """The machine whose turn it is: the commit's hash decides, which a shallow clone knows too."""
    done = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    here = [
        name for name, machine in MACHINES.items() if machine.settings and not machine.python and not lacking(machine)
    ]
    return here[int(done.stdout.strip()[:8], 16) % len(here)]


def try_machines(chosen: dict[str, Machine]) -> int:
    """Run each, say how it went, write the table; the number of machines on which something failed."""
    wrong = 0
    for name, machine in chosen.items():
        if why := lacking(machine):
            print(f"[{name}] cannot be had here: {why}", flush=True)
            known = TABLE.read_text(encoding="utf-8") if TABLE.exists() else ""
            if name in MACHINES and not re.search(rf"^\| {name} \|.*\| \d", known, re.M):  # never tried anywhere
                write_row(name, machine, "–", "–", f"not yet: {why}")
            continue
        print(f"[{name}] {says(machine)} …", flush=True)
        start = time.monotonic()
        passed, failed = run(name, machine)
        print(f"[{name}] {passed} passed, {len(failed)} failed, {time.monotonic() - start:.0f} s", flush=True)
        for test in failed[:20]:
            print(f"[{name}]   {test}", flush=True)
        if failed and len(machine.settings) > 1:
            print(f"[{name}] Mend: find the cause by one setting at a time: {', '.join(machine.settings)}", flush=True)
        wrong += bool(failed)
        if name in MACHINES:
            write_row(
                name,
                machine,
                f"{passed:,}",
                str(len(failed)),
                f"{datetime.date.today()}, {advice.cpuinfo('model name') or platform.machine()}",
            )
    return wrong


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="?", default="", help="machines or settings, with commas between them")
    parser.add_argument("--turn", action="store_true", help="run the machine whose turn it is at this commit")
    parser.add_argument("--list", action="store_true", help="list the machines and settings")
    options = parser.parse_args()
    alone = {name: Machine((name,)) for name in settings()}
    if options.list:
        for name, machine in (MACHINES | alone).items():
            print(f"{name:16} {says(machine)}{f' (not here: {why})' if (why := lacking(machine)) else ''}")
        return 0
    names = [name.strip() for name in options.names.split(",") if name.strip()]
    if unknown := [name for name in names if name not in MACHINES | alone]:
        print(f"make test-machines: {unknown[0]} is no machine. Mend: --list says what there is.", file=sys.stderr)
        return 2
    names = [by_turns()] if options.turn else names or list(MACHINES)
    return 1 if try_machines({name: (MACHINES | alone)[name] for name in names}) else 0


if __name__ == "__main__":
    sys.exit(main())
