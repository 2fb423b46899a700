"""Every snippet runs in a process and an empty folder of its own, with only what it imports installed."""

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools.snippets import LIMIT, difference, find, imports, name_of

pytestmark = pytest.mark.isolated
# torch says this on import wherever NumPy is not installed, whatever the snippet does.
NO_NUMPY = "ignore:Failed to initialize NumPy:UserWarning"


def needs(name: str, found: set[str] | None = None) -> set[str]:
    """A distribution and all that it requires here, by name."""
    found = set() if found is None else found
    try:
        required = distribution(name).requires or []
    except PackageNotFoundError:
        return found
    found.add(name)
    for text in required:
        requirement = Requirement(text)
        if requirement.name not in found and (not requirement.marker or requirement.marker.evaluate({"extra": ""})):
            needs(requirement.name, found)
    return found


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[frozenset[str]], Path]:
    """A folder of links to just these packages and what they require: what a reader has who installed only them."""
    made: dict[frozenset[str], Path] = {}

    def folder(packages: frozenset[str]) -> Path:
        if packages not in made:
            made[packages] = tmp_path_factory.mktemp("installed")
            for name in set().union(*map(needs, packages)):
                files = distribution(name).files or []
                for top in {f.parts[0] for f in files if f.parts[0] not in ("..", "__pycache__")}:
                    link = made[packages] / top
                    if not link.exists():
                        link.symlink_to(Path(str(distribution(name).locate_file(top))))
        return made[packages]

    return folder


@pytest.mark.parametrize("path", find(), ids=[f"{p.parent.name}/{p.name}" for p in find()])
def test_alone(
    path: Path,
    tmp_path: Path,
    installed: Callable[[frozenset[str]], Path],
    record_property: Callable[[str, object], None],
) -> None:
    """Pasted into an empty folder, it prints what the page shows, and nothing on standard error."""
    pasted = tmp_path / "pasted.py"
    pasted.write_text(path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_"))}
    environment["PYTHONPATH"] = str(installed(frozenset(imports(path) & {"numpy", "torch"})))
    done = subprocess.run(
        [sys.executable, "-S", "-s", "-B", "-X", "utf8", "-W", NO_NUMPY, str(pasted)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=2 * LIMIT,
    )
    assert done.returncode == 0, f"{name_of(path)} fails when it is alone:\n{done.stderr}"
    diff = difference(done.stdout, path.with_suffix(".out").read_text(encoding="utf-8"))
    assert not diff, f"{name_of(path)} prints something else when it is alone:\n{diff}"
    assert not done.stderr, f"{name_of(path)} writes to standard error:\n{done.stderr}"
    assert [p.name for p in tmp_path.iterdir()] == ["pasted.py"], "a snippet must not write files"
    record_property("alone_run", 1)
    record_property("alone_equal", 1)
