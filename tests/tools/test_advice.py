"""The last lines of a failing run: the fault, whose it is, how to see it again, what to report."""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import advice
from tools.snippets import ROOT


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with this project's conftest, a snippet, and a test that fails on what the snippet prints."""
    for name in ("tools", "tests"):
        (tmp_path / name).mkdir()
    for path in (*(ROOT / "tools").glob("*.py"), ROOT / "tests/conftest.py"):
        (tmp_path / path.relative_to(ROOT)).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / ".gitignore").write_text("__pycache__/\n", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("# A page\n", encoding="utf-8")
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets/add.py").write_text("print(1 + 1)\n", encoding="utf-8")
    (tmp_path / "tests/test_it.py").write_text(
        "from pathlib import Path\n\n\ndef test_sum() -> None:\n"
        "    text = Path(__file__).parents[1].joinpath('snippets/add.py').read_text(encoding='utf-8')\n"
        "    assert '2 + 2' in text, 'snippets say nothing of four. Mend: say it'\n",
        encoding="utf-8",
    )
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "first"]):
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True)
    return tmp_path


def last_lines(clone: Path) -> str:
    """What the failing run of a clone says of what to do."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTEST_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "-p", "no:cacheprovider", "tests"],
        cwd=clone,
        env=environment | {"PYTHONPATH": str(clone)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "What to do now" in done.stdout, done.stdout
    return done.stdout[done.stdout.index("What to do now") :]


def test_nothing_changed(clone: Path) -> None:
    """The fault in a sentence, not the contributor's, the command, and what to paste: without names of folders."""
    said = last_lines(clone)
    assert "1. tests/test_it.py::test_sum\n   snippets say nothing of four. Mend: say it\n" in said
    assert "You changed nothing: the fault is this machine's, or older." in said
    assert "This test alone: make test ONLY=tests/test_it.py::test_sum\n" in said
    for fact in (
        r"commit [0-9a-f]{12}\n",
        f"Python {platform.python_version()}",
        r"numpy \d",
        r"\d+ cores",
        "processor ",
    ):
        assert re.search(fact, said), fact
    assert str(clone) not in said and str(Path.home()) + "/" not in said


def test_what_the_test_read_was_changed(clone: Path) -> None:
    """The snippet that the test opened, changed and not committed."""
    (clone / "snippets/add.py").write_text("print(1 + 2)\n", encoding="utf-8")
    assert "It concerns what you changed: snippets/add.py." in last_lines(clone)


def test_something_else_was_changed(clone: Path) -> None:
    """A page that the test never opened, and a new one."""
    (clone / "docs/a.md").write_text("# Another page\n", encoding="utf-8")
    (clone / "docs/b.md").write_text("# A new page\n", encoding="utf-8")
    assert "It reads nothing that you changed" in last_lines(clone)


def test_changed_files(clone: Path) -> None:
    """On a branch: what it committed, what is not committed, and what is new."""
    subprocess.run(["git", "switch", "-q", "-c", "mine"], cwd=clone, check=True)
    (clone / "docs/a.md").write_text("# Committed\n", encoding="utf-8")
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, "commit", "-q", "-a", "-m", "second"], cwd=clone, check=True)
    (clone / "snippets/add.py").write_text("print(3)\n", encoding="utf-8")
    (clone / "docs/ü.md").write_text("# New\n", encoding="utf-8")
    assert advice.changed(clone) == ["docs/a.md", "docs/ü.md", "snippets/add.py"]


@pytest.mark.parametrize(
    ("mine", "says"),
    [
        (["tools/build.py"], "but tools/build.py may be behind it"),
        (["snippets/weights/neuron_numpy.py"], "It concerns what you changed: snippets/weights/neuron_numpy.py."),
        (["docs/x.md"], "It reads nothing that you changed"),
        (["tests/snippets/test_snippets.py"], "It concerns what you changed: tests/snippets/test_snippets.py."),
    ],
)
def test_whose(mine: list[str], says: str) -> None:
    """By the test's name, its file, and what all tests share."""
    test = "tests/snippets/test_snippets.py::test_output[weights/neuron_numpy.py]"
    assert says in advice.whose(test, "it differs", [], mine)


def test_pages_are_told_by_their_source() -> None:
    """A browser asks for site/…/index.html; its author wrote a .md or .py file."""
    advice.forget()
    advice._note("open", (str(ROOT / "site/learn/weights/starting-values/index.html"), "r", 0))
    assert "docs/learn/weights/starting-values.md" in advice.opened()


def test_command_for_odd_names() -> None:
    """Quotes, spaces, brackets and dollars reach pytest as they are."""
    test = 'tests/x.py::test_it[it\'s $5 (a) "b"]'
    line = '@printf %s $${ONLY:+"$$ONLY"}'
    make = subprocess.run(
        ["sh", "-c", advice.again(test).replace("make test", "make -s -f - all")],
        input=f"export ONLY\nall:\n\t{line}\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert make.stdout == test, make.stderr
