"""What a module held goes when it ends, a worker over its budget fails the run by name, and a hang names itself."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools import memory
from tools.labs import source
from tools.snippets import ROOT, run


def pytest_of(folder: Path, *options: str) -> str:
    """What pytest prints of the tests in a folder, with this project's conftest and settings; they must have failed."""
    line = [sys.executable, "-m", "pytest", "-p", "tests.conftest", f"--rootdir={folder}", str(folder), "-n", "2"]
    line += ["-c", str(ROOT / "pyproject.toml"), *options]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def test_a_worker_over_its_budget_fails_the_run(tmp_path: Path) -> None:
    """All tests pass, and yet the run fails, with the file, the test and how much it took."""
    (tmp_path / "test_big.py").write_text(
        "def test_big():\n    held = bytearray(3_100_000_000)\n    held[::4096] = bytes(len(held[::4096]))\n",
        encoding="utf-8",
    )
    printed = pytest_of(tmp_path)
    assert "test_big.py::test_big took a worker to 3.1 GB, over 3 GB. Mend: " in printed, printed
    assert "1 passed" in printed


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="the system has no alarms")
def test_a_hang_names_itself_and_the_others_go_on(tmp_path: Path) -> None:
    """Under a limit, the test that hangs fails by its name, also after a snippet had a limit of its own."""
    (tmp_path / "short.py").write_text("print(1)\n", encoding="utf-8")
    (tmp_path / "test_hang.py").write_text(
        "import time\nfrom pathlib import Path\nfrom tools.snippets import run\n"
        "def test_hang():\n    run(Path(__file__).with_name('short.py'))\n    time.sleep(60)\n"
        "def test_next(): pass\n",
        encoding="utf-8",
    )
    printed = pytest_of(tmp_path, "-o", "timeout=3")
    assert "test_hang.py::test_hang" in printed and "Timeout (>3.0s)" in printed, printed
    assert "1 failed, 1 passed" in printed


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="the system has no alarms")
def test_a_snippets_limit_puts_the_other_timer_back(tmp_path: Path) -> None:
    """Less the time that the snippet took."""
    path = tmp_path / "slow.py"
    path.write_text("import time\ntime.sleep(0.3)\nprint(1)\n", encoding="utf-8")
    before, (was, _) = signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)
    signal.setitimer(signal.ITIMER_REAL, 100)
    try:
        run(path)
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 95 < left < 99.8
        assert signal.getsignal(signal.SIGALRM) is before
    finally:
        signal.setitimer(signal.ITIMER_REAL, was)


def test_a_lab_goes_on_and_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells run once as tests ask for later ones; an earlier one begins anew; `let_go` leaves nothing."""
    (tmp_path / "docs/labs").mkdir(parents=True)
    (tmp_path / "docs/labs/demo.py").write_text(
        "# ---\n# description: A lab.\n# limit: 60\n# ---\n\n# %%\nran = [1]\n\n# %%\nran.append(2)\n\n"
        "# %%\nran.append(3)\nlast = True\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(source, "LABS", tmp_path / "docs/labs")
    first = source.scope("demo", until="append(2)")
    assert first["ran"] == [1, 2]
    ran, first["ran"] = first["ran"], ["a test's own"]
    later = source.scope("demo")
    assert later["ran"] is ran and later["ran"] == [1, 2, 3]  # no cell ran twice, and none saw what the test had set
    assert source.scope("demo", until="append(2)")["ran"] == [1, 2]  # an earlier stop begins anew
    memory.let_go()
    assert source._going.lab is None and not source._going.names


def test_let_go_gives_memory_back() -> None:
    """On Linux, what was freed returns to the system."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        pytest.skip("only Linux tells what a process holds now")

    def now() -> int:
        return int(statm.read_text(encoding="utf-8").split()[1]) * 4096

    held = [bytearray(1000) for _ in range(300_000)]
    full = now()
    held.clear()
    memory.let_go()
    assert full - now() > 200_000_000
    assert memory.peak() > 300_000_000  # what was held, without the libraries' files
