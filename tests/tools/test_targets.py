"""Every target of the Makefile is tried from a bare clone, and its set-up installs what its modules import."""

import os
import re
import subprocess
import sys
import tempfile
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tools import setup, targets
from tools.snippets import ROOT, imports
from tools.targets import Target

MAKEFILE = """
good:
\techo made > made.txt
bad:
\t@echo what went wrong
\t@exit 3
careless:
\t@sleep 600 > /dev/null 2>&1 &
careful:
\t@sleep 0.1
env:
\t@test -z "$$PYTHONPATH$$VIRTUAL_ENV$$OMP_NUM_THREADS" && test -d "$$TMPDIR" && echo "$$TMPDIR" | grep ' .*/env/tmp'
serve:
\t@$(PYTHON) -m http.server --bind 127.0.0.1 $(PORT)
lost:
\t@$(PYTHON) -c 'print("no home page")'
"""
FAKES = {
    "good": Target(targets.have("made.txt"), serves=False),
    "bad": Target(),
    "careless": Target(),
    "careful": Target(),
    "env": Target(),
    "serve": Target(serves=True),
    "lost": Target(serves=True),
}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a small Makefile; clones of it go into a folder beside it."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "Makefile").write_text(MAKEFILE, encoding="utf-8")
    (folder / ".gitignore").write_text("/made.txt\n__pycache__/\n", encoding="utf-8")
    commit = ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "All"]
    for arguments in (["init", "--quiet"], ["add", "."], commit):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    (tmp_path / "clones").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "clones"))
    monkeypatch.setattr(targets, "PATIENCE", 5.0)
    return folder


def left_in(repository: Path) -> list[str]:
    """What is left of the clones."""
    return [path.name for path in (repository.parent / "clones").iterdir()]


# ------------------------------------------------- the script


def test_every_target_is_tried_or_excused() -> None:
    """No target of the Makefile is forgotten; an excuse has its reason."""
    assert not targets.targets_of(ROOT / "Makefile").keys() - targets.TARGETS.keys() - targets.EXCUSED.keys()
    assert all(targets.EXCUSED.values())


def test_new_target_is_named(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A target that the script does not know stops it, with the line of the Makefile."""
    assert targets.main([], repository, {name: FAKES[name] for name in FAKES if name != "careful"}) == 1
    assert "Makefile:9: careful is neither tried nor excused. Mend: add it to TARGETS" in capsys.readouterr().out


def test_unknown_name(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is no target is told, with those that are."""
    assert targets.main(["god"], repository, FAKES) == 1
    assert "god is no target to be tried. Mend: choose from good, bad," in capsys.readouterr().out


def test_failures_are_reported(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One fails, one leaves a process running, one shows no page: each is named, and the others still run."""
    assert targets.main([], repository, FAKES) == 1
    said = capsys.readouterr().out
    for name in ("good", "careful", "env", "serve"):
        assert re.search(rf"^{name} +\d+ +\d+  passed$", said, re.MULTILINE), said
    assert re.search(r"^bad +\d+ +\d+  FAILED: ends with status 2$", said, re.MULTILINE), said
    assert re.search(r"^careless +\d+ +\d+  FAILED: leaves running: sleep 600$", said, re.MULTILINE), said
    assert re.search(r"^lost +\d+ +\d+  FAILED: shows no home page$", said, re.MULTILINE), said
    assert "make bad: ends with status 2\n  what went wrong\n" in said
    assert said.endswith("make test-targets: bad, careless, lost failed.\n")
    assert left_in(repository) == []


def test_a_broken_promise_fails(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A target that ends well, and did not do what it is for, has failed."""
    assert targets.main(["careful"], repository, FAKES | {"careful": Target(targets.have("made.txt"))}) == 1
    assert "FAILED: left 0 files made.txt, not 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("recipe", "leaves"),
    [("rm -rf made.txt", "tools/"), ("find . -name __pycache__ -prune -exec rm -rf {} +", "made.txt")],
)
def test_clean_must_remove_all_that_is_ignored(
    recipe: str, leaves: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Something under each name of .gitignore is made first; what a clean leaves of it is named."""
    (repository / "Makefile").write_text(f"careful:\n\t{recipe}\n", encoding="utf-8")
    subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qam", "Clean"], cwd=repository, check=True
    )
    assert targets.main([], repository, {"careful": Target(targets.be_clean, targets.make_ignored)}) == 1
    assert re.search(rf"FAILED: leaves .*{leaves}", capsys.readouterr().out)


def test_table(repository: Path) -> None:
    """The table holds what was run, in the order of the targets; rows of others are kept, those of lost ones not."""
    table = repository / targets.TABLE
    table.parent.mkdir(parents=True)
    old = "| `make {}` | 7 | 8 | passed | 2020-01-01 |\n"
    table.write_text(targets.HEAD + old.format("gone") + old.format("careful") + old.format("bad"), encoding="utf-8")
    targets.main(["bad", "good"], repository, FAKES)
    rows = table.read_text(encoding="utf-8").removeprefix(targets.HEAD).splitlines()
    assert re.fullmatch(r"\| `make good` \| \d+ \| 0 \| passed \| \d{4}-\d\d-\d\d \|", rows[0])
    assert re.fullmatch(r"\| `make bad` \| \d+ \| 0 \| \*\*failed\*\* \| \d{4}-\d\d-\d\d \|", rows[1])
    assert rows[2:] == [old.format("careful").strip()]


def test_interrupted(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C leaves no clone behind."""

    def wait(*_: object) -> str:
        assert left_in(repository)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        targets.main(["careful"], repository, FAKES | {"careful": Target(wait)})
    assert left_in(repository) == []


def test_kept(repository: Path) -> None:
    """--keep keeps the clones, in a folder with a space and a letter that is not ASCII."""
    assert targets.main(["--keep", "good"], repository, FAKES) == 0
    (folder,) = left_in(repository)
    assert " " in folder and not folder.isascii()
    assert (repository.parent / "clones" / folder / "good/clone/made.txt").exists()


# ------------------------------------------------- what set-up installs


@cache
def recipe(target: str) -> list[str]:
    """What make would run for a target behind its set-up: a module and its words a row, one under guard after it."""
    environment = {name: value for name, value in os.environ.items() if not re.match(targets.TRACES, name)}
    done = subprocess.run(
        ["make", "--dry-run", target],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    found = re.findall(r"python\S* -m (.*?)(?= \S*python\S* -m |$)", done.stdout, re.MULTILINE)
    return [row for row in found if not row.startswith("tools.setup")]


def entries(target: str) -> list[str]:
    """The modules that a target begins with, those of a package one by one."""
    found = []
    for command in recipe(target):
        module = command.split()[0]
        parts = sorted((ROOT / module.replace(".", "/")).glob("*.py"))
        found += [module, *(f"{module}.{part.stem}" for part in parts if not part.stem.startswith("__"))]
    return found


def collects(target: str) -> list[str]:
    """What pytest is told to run for a target; nothing where it is not called."""
    called = [command.split()[1:] for command in recipe(target) if command.split()[0] == "pytest"]
    return called[0] if called else []


def plain(name: str) -> str:
    """A distribution's name as lock files spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installs(target: str) -> set[str]:
    """The distributions that a target's set-up installs."""
    steps = [step for step in setup.KINDS[target] if step in setup.SETS or step in ("torch", "weights")]
    locks = [(ROOT / f"requirements/{step}.txt").read_text(encoding="utf-8") for step in steps]
    return {plain(name) for name in re.findall(r"^([\w.-]+)==", "\n".join(locks), re.MULTILINE)}


# As if only these were installed: whatever else is there cannot be imported. pytest collects and ends its session,
# so that what tests/conftest.py imports at the end of a run is imported too.
HIDE = """
import importlib, sys
hidden, modules, tests = (words.split() for words in sys.argv[1:])
class Hide:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Hide())
for module in modules:
    importlib.import_module(module)
if tests:
    import pytest
    sys.exit(pytest.main(["--collect-only", "-p", "xdist.plugin", "-p", "pytest_timeout", "-n", "0", *tests]))
"""


def test_recipes_are_read() -> None:
    """What make runs is found, behind variables and guards too: the test below would pass where nothing is."""
    assert entries("test-isolated")[-1] == "pytest"
    assert collects("test-isolated") == ["tests/snippets", "-m", "isolated"]
    assert {"tools.snippets", "tools.figures.census", "tools.tables"} <= set(entries("update"))
    assert [target for target in setup.KINDS if not recipe(target)] == ["lock"]


@pytest.mark.parametrize(
    # The tests' own set-up is the one that this runs in; what lint runs are programs.
    "target",
    [target for target in setup.KINDS if target not in ("test", "lint") and recipe(target)],
)
def test_set_up_installs_what_is_imported(target: str) -> None:
    """The modules with which a target begins can be imported where only its own set-up was done."""
    there = installs(target)
    hidden = [name for name, names in packages_distributions().items() if not there & {plain(n) for n in names}]
    done = subprocess.run(
        [sys.executable, "-c", HIDE, " ".join(hidden), " ".join(entries(target)), " ".join(collects(target))],
        cwd=ROOT,
        # Plug-ins that are installed for other targets would be loaded by their mere presence.
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    lack = re.findall(r"No module named '([\w.]+)'", done.stdout)[-1:]
    assert done.returncode == 0, (
        f"make {target} lacks {lack}. Mend: import it where it is used, or add its set to KINDS in tools/setup.py\n"
        f"{done.stdout[-3000:]}"
    )


def test_labs_find_what_they_import() -> None:
    """What the labs and the files that their cells include import is installed by the set-up of make labs."""
    there, known = installs("labs"), packages_distributions()
    wanted = {name for path in (ROOT / "docs/labs").rglob("*.py") for name in imports(path)} & known.keys()
    assert {"torch", "safetensors"} <= wanted
    assert {name for name in wanted if not there & {plain(n) for n in known[name]}} == set()
