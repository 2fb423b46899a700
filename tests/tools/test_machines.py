"""Other machines: what is set reaches the libraries, what fails is counted and named, and each has its turn."""

import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from tools import machines, setup
from tools.machines import MACHINES, Machine, lacking
from tools.snippets import ROOT

# What a process sees of the machine that it runs on.
PROBE = """
import ctypes, json, locale, os, sys, time
from pathlib import Path
import matplotlib.font_manager, numpy, torch
from numpy._core import _multiarray_umath as umath
from tools.snippets import ROOT
library = next((Path(numpy.__file__).parents[1] / "numpy.libs").glob("libscipy_openblas*"))
core = ctypes.CDLL(str(library)).scipy_openblas_get_corename64_
core.restype = ctypes.c_char_p
fonts = {Path(font.fname) for font in matplotlib.font_manager.fontManager.ttflist}
print(json.dumps({
    "torch": torch.backends.cpu.get_cpu_capability(),
    "threads": torch.get_num_threads(),
    "openblas": core().decode(),
    "numpy": [name for name in umath.__cpu_dispatch__ if umath.__cpu_features__[name]],
    "encoding": locale.getpreferredencoding(False),
    "zone": time.localtime().tm_gmtoff // 3600,
    "home": os.access(Path.home(), os.W_OK) and Path.home().name != "proc",
    "fonts": sum("matplotlib" not in font.parts for font in fonts),
    "root": str(ROOT),
    "seed": [hash("a")] if sys.flags.hash_randomization else ["fixed", hash("a")],
}))
"""


def seen(name: str, tmp_path: Path) -> dict[str, object]:
    """What a process of a machine sees; its fixed parts are those of the machine alone."""
    machine = MACHINES[name]
    folder = tmp_path / machine.folder
    folder.mkdir()
    machines.copy_tree(folder)
    line = machines.command(machine, sys.executable, tmp_path / "report.xml")
    start = line.index(sys.executable)  # what stands before hides fonts, or emulates
    done = subprocess.run(
        [*line[:start], sys.executable, "-c", PROBE],
        cwd=folder,
        env=machines.environment(machine, folder),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert not done.returncode, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    assert found["root"] == str(folder)  # the copy is tested, not the work tree
    return found


def test_another_python_can_be_set_up() -> None:
    """What a copy with a Python of its own asks of the set-up is something that the set-up knows."""
    assert machines.SET_UP in setup.KINDS


def test_another_python_keeps_its_labs_to_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Results of labs are those of one Python: a machine with another one neither reads nor replaces them."""
    monkeypatch.setattr(machines, "COPIES", tmp_path)
    monkeypatch.setattr(machines, "find_python", lambda version: sys.executable)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, stdout=b""))
    for name, shared in (("Python 3.12", {"weights"}), ("as it is", {"weights", "labs"})):
        machines.run(name, MACHINES[name])
        folder = tmp_path / name.replace(" ", "-") / "copy/.cache"
        assert {path.name for path in folder.iterdir() if path.is_symlink()} == shared


x86_only = pytest.mark.skipif(platform.machine() != "x86_64", reason="the settings name generations of x86 processors")


@x86_only
def test_old_computer(tmp_path: Path) -> None:
    """Each library takes the code for a processor without wide vectors; text is ASCII; hashes are fixed."""
    found = seen("old computer", tmp_path)
    assert (found["torch"], found["openblas"], found["numpy"]) == ("DEFAULT", "Nehalem", [])
    assert (found["threads"], found["encoding"]) == (1, "ANSI_X3.4-1968")


@x86_only
def test_laptop(tmp_path: Path) -> None:
    """Vectors of 256 bits, two threads, another day, and nowhere to write."""
    if why := lacking(MACHINES["laptop"]):
        pytest.skip(why)
    found = seen("laptop", tmp_path)
    assert (found["torch"], found["openblas"], found["numpy"]) == ("AVX2", "Haswell", ["X86_V3"])
    assert (found["threads"], found["zone"], found["home"]) == (2, 14, False)


@x86_only
def test_server(tmp_path: Path) -> None:
    """Vectors of 512 bits, matplotlib's own fonts alone, and a path that is hard to read."""
    if why := lacking(MACHINES["server"]):
        pytest.skip(why)
    found = seen("server", tmp_path)
    assert (found["torch"], found["openblas"], found["fonts"]) == ("AVX512", "SkylakeX", 0)
    assert " " in str(found["root"]) and not str(found["root"]).isascii()


def test_settings_are_those_of_some_machine() -> None:
    """Every setting is tried by a machine, and every machine's settings are known."""
    assert {name for machine in MACHINES.values() for name in machine.settings} == set(machines.settings())


def test_what_computes_is_there() -> None:
    """The files and tests that machines run exist: a renamed one would run nothing."""
    for test in {test for machine in MACHINES.values() for test in machine.tests}:
        path, _, name = test.partition("::")
        assert (ROOT / path).exists(), test
        assert not name or f"def {name}" in (ROOT / path).read_text(encoding="utf-8"), test


def test_failures_are_counted_and_named(tmp_path: Path) -> None:
    """From the report of a real run: one passed, one failed, one was in error."""
    (tmp_path / "test_it.py").write_text(
        "import pytest\n\n@pytest.fixture\ndef broken(): raise OSError\n\n"
        "def test_good(): pass\ndef test_bad(): assert 0\ndef test_odd(broken): pass\n",
        encoding="utf-8",
    )
    line = machines.command(Machine(tests=("test_it.py",)), sys.executable, tmp_path / "report.xml")
    subprocess.run([*line, "-p", "no:cacheprovider"], cwd=tmp_path, capture_output=True)
    assert machines.count(tmp_path / "report.xml") == (1, ["test_it.py::test_bad", "test_it.py::test_odd"])


def test_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row is written anew, the others stay, in the order of the list."""
    monkeypatch.setattr(machines, "TABLE", tmp_path / "machines.md")
    for name, passed in (("Python 3.12", "5"), ("as it is", "6"), ("Python 3.12", "7")):
        machines.write_row(name, MACHINES[name], passed, "0", "2026-01-01")
    rows = (tmp_path / "machines.md").read_text(encoding="utf-8").removeprefix(machines.HEAD).splitlines()
    assert [row.split("|")[1].strip() for row in rows] == list(MACHINES)
    assert rows[0] == "| as it is | nothing | 6 | 0 | 2026-01-01 |"
    assert "| Python 3.12 | Python 3.12 | 7 | 0 | 2026-01-01 |" in rows
    assert "| Python 3.13 | Python 3.13 | – | – | not yet |" in rows


def test_what_cannot_be_had_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A machine that is not to be had here is named with the reason, and is no pass."""
    monkeypatch.setattr(machines, "TABLE", tmp_path / "machines.md")
    monkeypatch.setattr(machines, "find_python", lambda version: "")
    assert machines.try_machines({"Python 3.12": MACHINES["Python 3.12"]}) == 0
    assert "cannot be had here: no Python 3.12 here" in capsys.readouterr().out
    assert "| – | – | not yet: no Python 3.12 here |" in (tmp_path / "machines.md").read_text(encoding="utf-8")


def test_unknown_name() -> None:
    """One line says what is wrong."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.machines", "mainframe"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (
        2,
        "make test-machines: mainframe is no machine. Mend: --list says what there is.\n",
    )
