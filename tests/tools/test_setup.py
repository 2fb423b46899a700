"""Set-up that cannot succeed says so in one line: wrong Python, locks out of step, no network, full disk, busy port."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import setup
from tools.snippets import ROOT


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What set-up reads, in a folder of its own."""
    for name in ("tools", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def run_setup(clone: Path, **environment: str) -> str:
    """Set-up of the pages in a clone; it must fail with one line, which is returned."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.setup", "site"],
        cwd=clone,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    message = done.stderr.strip()
    assert message.startswith("make: ") and "\n" not in message and "Mend: " in message, message
    return message


@pytest.mark.parametrize("version", [(2, 7), (3, 10), (3, 15)])
def test_wrong_python(version: tuple[int, int]) -> None:
    """A Python that the locks are not made for is named, with those that are."""
    with pytest.raises(setup.SetupError, match=r"is not supported: this project needs 3\.11 to 3\.14\. Mend: "):
        setup.check_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 14)])
def test_right_python(version: tuple[int, int]) -> None:
    """The oldest and the newest pass."""
    setup.check_python(version)


def test_python_lock_out_of_step(clone: Path) -> None:
    """A pin that was changed but not locked is named with its line."""
    source = clone / "requirements/site.in"
    source.write_text(source.read_text(encoding="utf-8").replace("mkdocs==1.6.1", "mkdocs==1.6.0"), encoding="utf-8")
    message = run_setup(clone)
    assert (
        "requirements/site.txt:1: does not match requirements/site.in line 4 (mkdocs==1.6.0). Mend: make lock"
        in message
    )


def test_wrong_hash(clone: Path) -> None:
    """A package that is not the locked one is refused."""
    lock = clone / "requirements/site.txt"
    lock.write_text(
        re.sub(r"sha256:[0-9a-f]{64}", "sha256:" + "0" * 64, lock.read_text(encoding="utf-8")), encoding="utf-8"
    )
    assert "is not the one that the lock file names" in run_setup(clone)


def test_included_pin_out_of_step(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pin of a file that another one includes is looked for in the lock files of both, and named where it stands."""
    monkeypatch.setattr(setup, "ROOT", clone)
    source = clone / "requirements/read.in"
    source.write_text(source.read_text(encoding="utf-8").replace("pyyaml==6", "pyyaml==5"), encoding="utf-8")
    for name in ("read", "site", "test"):
        with pytest.raises(
            setup.SetupError, match=rf"requirements/{name}.txt:1: .* requirements/read.in line 3 \(pyyaml"
        ):
            setup.check_lock(name)
    setup.check_lock("snippets")  # which does not hold it


def test_one_version_of_each_package() -> None:
    """Two sets in one environment never replace each other's packages: all lock files agree."""
    versions: dict[tuple[str, str], set[str]] = {}
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        for name, version, marker in re.findall(
            r"^([\w.-]+)==(\S+)(?: ; (.*?))?(?: \\)?$", lock.read_text(encoding="utf-8"), re.MULTILINE
        ):
            versions.setdefault((name, marker if "python" in marker else ""), set()).add(version)
    assert len(versions) > 150
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_one_pin_in_one_place() -> None:
    """A package has its version in one .in file; others include that file, or name the package alone."""
    pins = [
        re.findall(r"^([\w.-]+)==", source.read_text(encoding="utf-8"), re.MULTILINE)
        for source in sorted((ROOT / "requirements").glob("*.in"))
    ]
    names = [name.lower() for found in pins for name in found]
    assert sorted(names) == sorted(set(names))


def test_npm_lock_out_of_step(clone: Path) -> None:
    """package.json and its lock disagree."""
    for pin in ("site", "node"):  # only the npm step is of interest: install no Python packages
        (clone / f"requirements/{pin}.in").write_text("", encoding="utf-8")
        (clone / f"requirements/{pin}.txt").write_text("", encoding="utf-8")
    package = clone / "package.json"
    package.write_text(
        package.read_text(encoding="utf-8").replace('"katex": "0.19.1"', '"katex": "0.19.0"'), encoding="utf-8"
    )
    assert "package-lock.json:1: does not match package.json. Mend: make lock" in run_setup(clone)


def test_no_network(clone: Path) -> None:
    """An index that cannot be reached is a matter of the network, not of a package."""
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    assert "the package index cannot be reached. Mend: check the network" in run_setup(
        clone, **nowhere, PIP_NO_CACHE_DIR="1"
    )


@pytest.mark.parametrize(
    ("output", "says"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "the disk is full"),
        ("npm error code ENOSPC\nnpm error nospc", "the disk is full"),
        ("npm error code ENOTFOUND", "cannot be reached"),
        ("npm error code EINTEGRITY", "is not the one that the lock file names"),
        ("something else\nERROR: odd", r"failed: ERROR: odd\. Mend: read"),
    ],
)
def test_faults_in_one_line(output: str, says: str) -> None:
    """What the tools print becomes one line with a mend."""
    error = str(setup.explain(output, "pip"))
    assert re.search(says, error) and "Mend: " in error and "\n" not in error


def test_busy_port() -> None:
    """A port in use is named, and another one offered."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "tools.build", "serve", "--port", str(port)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1
    assert done.stderr == f"make: port {port} of 127.0.0.1 is in use. Mend: make serve PORT={port + 1}\n"


def test_current_set_up_is_skipped() -> None:
    """Every step of this very run left a stamp that is current, so a second run does nothing."""
    assert [step for step in setup.KINDS["test"] if not setup.current(step)] == []


def test_larger_set_contains_the_smaller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a larger set has installed is not installed again; a set that it does not contain is."""
    monkeypatch.setattr(setup, "VENV", tmp_path)
    (tmp_path / "stamps").mkdir()
    (tmp_path / "stamps/test").write_text(setup.fingerprint("test"), encoding="utf-8")
    assert [step for step in setup.SETS if setup.current(step)] == [
        *("read", "base", "snippets", "labs", "update", "pytest", "browser", "test")
    ]


def test_every_set_is_locked_by_make_lock() -> None:
    """The Makefile names each .in file, all but the three that it treats by themselves."""
    (row,) = re.findall(r"^SETS +:= (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    files = {path.stem for path in (ROOT / "requirements").glob("*.in")}
    assert files - set(row.split()) == {"torch", "weights", "lock"}
    assert set(setup.SETS) == set(row.split()) - {"node"}


def test_changed_lock_is_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stamp holds the hash of the lock it was made from."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    before = setup.fingerprint("site")
    lock = tmp_path / "requirements/site.txt"
    lock.write_text(lock.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert setup.fingerprint("site") != before


def test_pages_need_no_torch() -> None:
    """Serving installs no torch, and building imports neither it nor NumPy: only the labs' own processes do."""
    program = "import sys, tools.build, tools.katex, tools.check; sys.exit(bool({'torch', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0
    assert not {"torch", "labs", "weights"} & set(setup.KINDS["serve"])
