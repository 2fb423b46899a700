"""The server shows the pages, follows edits of pages and snippets, and answers a mistake with one line."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.snippets import ROOT

PATIENCE = 20.0  # seconds


@pytest.fixture
def served(project: Path) -> Iterator[tuple[str, Path]]:
    """The address of the small project, served by the real command, and the file with what it says on stderr."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = project / "said.txt"
    with said.open("w") as stderr:
        command = [sys.executable, "-m", "tools.build", "serve", "--root", str(project), "--port", str(port)]
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            start_new_session=True,
            # Tests started in a shell's background inherit that Ctrl-C is ignored; what a person starts does not.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        yield f"http://127.0.0.1:{port}/", said
        subprocess.run(["kill", "-INT", "--", f"-{server.pid}"], check=True)
        server.wait(PATIENCE)


def wait_for(true: Callable[[], bool], what: str) -> None:
    """Ask again until it is so."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if true():
                return
        except OSError:
            pass
        time.sleep(0.2)
    pytest.fail(f"after {PATIENCE:g} s still not: {what}")


def test_serve(served: tuple[str, Path], project: Path) -> None:
    """Shown, then changed in a page and in a snippet; then two mistakes, each named with file and line."""
    address, said = served

    def page() -> str:
        return str(urllib.request.urlopen(address, timeout=5).read(), "utf-8")

    wait_for(lambda: "sum 3.50" in page(), "the page is shown")
    index = project / "docs/index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\nA sentence more.\n", encoding="utf-8")
    wait_for(lambda: "A sentence more." in page(), "an edited page is shown")
    snippet = project / "snippets/demo/add.py"
    snippet.write_text(snippet.read_text(encoding="utf-8").replace("Adds two numbers", "Adds a pair"), encoding="utf-8")
    wait_for(lambda: "Adds a pair" in page(), "an edited snippet is shown")
    index.write_text(index.read_text(encoding="utf-8") + "\nAnd $\\frac{1$.\n", encoding="utf-8")
    wait_for(lambda: "docs/index.md:15: bad TeX in the formula" in said.read_text(encoding="utf-8"), "bad TeX is named")
    assert "A sentence more." in page()  # the rest stays readable
    index.write_text(index.read_text(encoding="utf-8") + '\n```text\n--8<-- "gone.out"\n```\n', encoding="utf-8")
    wait_for(
        lambda: "docs/index.md:18: Snippet at path 'gone.out'" in said.read_text(encoding="utf-8"),
        "a missing file is named",
    )
    assert "Traceback" not in said.read_text(encoding="utf-8")
