"""However a run ends, its browsers, kernels, ports and temporary folders are gone."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tools import guard
from tools.snippets import ROOT

# A test that opens what the suite's tests open, says so, and then hangs.
HANGS = """
import subprocess, sys, tempfile, time
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from jupyter_client.manager import start_new_kernel
from tools.browse import open_browser

def test_hangs():
    server = subprocess.Popen([sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "PORT"])
    kernel, client = start_new_kernel()
    folder = tempfile.mkdtemp()
    with open_browser() as browser:
        browser.new_page().set_content("open")
        Path("READY").write_text(folder, encoding="utf-8")
        time.sleep(300)
"""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(what: Callable[[], object], seconds: float) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.1)
    return False


def pytest_of(run: subprocess.Popen[bytes]) -> psutil.Process:
    """The process that the guard started, not its watcher."""
    return next(p for p in psutil.Process(run.pid).children() if "--watch" not in p.cmdline())


ENDS: dict[str, Callable[[subprocess.Popen[bytes]], None]] = {
    "Ctrl-C": lambda run: run.send_signal(signal.SIGINT),
    "terminated": lambda run: run.terminate(),
    "guard killed": lambda run: run.kill(),
    "pytest killed": lambda run: pytest_of(run).kill(),
}


@pytest.mark.skipif(os.name == "nt", reason="Windows knows other signals")
@pytest.mark.parametrize("how", ENDS)
def test_nothing_stays(how: str, tmp_path: Path) -> None:
    """No process with the mark, no folder, a free port: a few seconds after the end."""
    port, ready = free_port(), tmp_path / "ready"
    test = HANGS.replace("PORT", str(port)).replace("READY", str(ready))
    (tmp_path / "test_hangs.py").write_text(test, encoding="utf-8")
    line = [sys.executable, "-m", "tools.guard", sys.executable, "-m", "pytest", str(tmp_path / "test_hangs.py")]
    line += ["-o", "addopts=", "-p", "no:cacheprovider", f"--rootdir={tmp_path}", "--confcutdir", str(tmp_path)]
    # Its own mark: what bears that of the run in which this test stands is none of its business.
    environment = {name: value for name, value in os.environ.items() if name != guard.MARK}
    run = subprocess.Popen(line, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert wait_for(ready.exists, 120) and wait_for(lambda: is_taken(port), 20)
        folder = Path(ready.read_text(encoding="utf-8"))
        mark = str(folder.parent)
        processes = list(guard.marked(mark))
        names = " ".join(process.name() for process in processes)
        assert len(processes) > 5 and "chrom" in names.lower(), names
        ENDS[how](run)
        gone = lambda: not list(guard.marked(mark)) and not folder.parent.exists()  # noqa: E731
        assert wait_for(gone, 30), [process.cmdline()[:3] for process in guard.marked(mark)]
        assert wait_for(lambda: not is_taken(port), 10)
        assert run.wait(20) != 0
    finally:
        run.kill()
        run.wait()


@pytest.mark.parametrize("status", [0, 3])
def test_status_is_passed_on(status: int) -> None:
    """The command's exit status is the guard's, and its temporary folder is gone."""
    program = f"import sys, tempfile; print(tempfile.gettempdir()); sys.exit({status})"
    line = [sys.executable, "-m", "tools.guard", sys.executable, "-c", program]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == status, done.stderr
    folder = Path(done.stdout.splitlines()[0])
    assert folder.name.startswith("llm-anatomy-") and not folder.exists()


def test_peak_is_told() -> None:
    """What two processes hold together, children included, is printed at the end."""
    child = "import time; held = bytearray(200_000_000); held[::4096] = b'x' * len(held[::4096]); time.sleep(4)"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    line = [sys.executable, "-m", "tools.guard", sys.executable, "-c", program]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.stdout.startswith("Peak memory of the whole run: 0."), done.stdout + done.stderr
    assert 0.2 <= float(done.stdout.split()[-2]) < 0.4
