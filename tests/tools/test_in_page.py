"""The runtime of Python in the page: complete, unchanged, with its licences; whatever is wrong stops the build."""

import io
import json
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools.test_setup import clone, run_setup  # noqa: F401 (a fixture)
from tools.build import build
from tools.in_page import LICENCES, PYODIDE, InPageError, faults, numpy_of, prepare
from tools.snippets import ROOT

OURS = ROOT / "theme/assets/python"
MODULES = ROOT / "node_modules"


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """A copy of the two packages, to be damaged."""
    for package in (MODULES / "pyodide", numpy_of(MODULES)):
        shutil.copytree(package, tmp_path / "node_modules" / package.relative_to(MODULES))
    return tmp_path / "node_modules"


def test_all_is_there_twice_the_same(tmp_path: Path) -> None:
    """Every part, the licences, NumPy without its tests; and a second run makes the same bytes."""
    first, second = (prepare(MODULES, OURS, tmp_path / name) for name in ("a", "b"))
    assert first == second
    assert {*PYODIDE, *LICENCES, "numpy.zip"} == set(first["files"])
    assert faults(tmp_path / "a") == []
    with zipfile.ZipFile(tmp_path / "a" / first["folder"] / "numpy.zip") as archive:
        names = archive.namelist()
    assert "numpy/__init__.py" in names and any(name.endswith(".so") for name in names)
    assert not [name for name in names if "/tests/" in name]
    notice = (tmp_path / "a" / first["folder"] / "NOTICE.txt").read_text(encoding="utf-8")
    assert all(name in notice for name in LICENCES[1:])
    assert "Copyright" in (tmp_path / "a" / first["folder"] / "NumPy-LICENSE.txt").read_text(encoding="utf-8")


def test_versions_are_those_of_the_lock() -> None:
    """What is served is what package.json names, by exact versions whose integrity the lock file holds."""
    served = json.loads((ROOT / "theme/assets/vendor/python/manifest.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    numpy = numpy_of(MODULES).relative_to(MODULES).as_posix()
    assert wanted["pyodide"] == served["pyodide"]
    assert wanted[numpy].startswith(served["numpy"])
    for name in ("pyodide", numpy):
        assert locked[f"node_modules/{name}"]["version"] == wanted[name]
        assert locked[f"node_modules/{name}"]["integrity"].startswith("sha512-")


def damage_archive(modules: Path) -> None:
    """Cut the archive of NumPy short."""
    path = next((numpy_of(modules) / "pkg").iterdir())
    path.write_bytes(path.read_bytes()[:100_000])


def empty_archive(modules: Path) -> None:
    """An archive in which there is no NumPy."""
    path = next((numpy_of(modules) / "pkg").iterdir())
    with tarfile.open(path, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("lib/python3.12/site-packages/other.py"), io.BytesIO())


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a part is missing": (lambda m: (m / "pyodide/pyodide.asm.wasm").unlink(), "pyodide.asm.wasm is missing"),
    "no Pyodide": (lambda m: shutil.rmtree(m / "pyodide"), "node_modules/pyodide is missing"),
    "no NumPy": (lambda m: shutil.rmtree(numpy_of(m)), "holds 0 builds of NumPy"),
    "two of NumPy": (lambda m: shutil.copytree(numpy_of(m), m / "@other/numpy"), "holds 2 builds of NumPy"),
    "no archive": (lambda m: next((numpy_of(m) / "pkg").iterdir()).unlink(), "carries 0 archives"),
    "a cut archive": (damage_archive, "cannot be read"),
    "another archive": (empty_archive, "holds no NumPy"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damaged_packages_are_refused(name: str, modules: Path, tmp_path: Path) -> None:
    """One line with its mend; what was prepared before stays."""
    target = tmp_path / "served"
    prepare(modules, OURS, target)
    damage, message = DAMAGE[name]
    damage(modules)
    with pytest.raises(InPageError, match=message) as error:
        prepare(modules, OURS, target)
    assert "Mend: " in str(error.value) and "\n" not in str(error.value)
    assert faults(target) == []


def test_another_build_of_numpy_is_one_line(modules: Path, tmp_path: Path) -> None:
    """A NumPy of another version and publisher is found without a change of code."""
    old = numpy_of(modules)
    (modules / "@newer").mkdir()
    old.rename(modules / "@newer/numpy")
    package = modules / "@newer/numpy/package.json"
    package.write_text(json.dumps({"version": "9.9.9-py399"}), encoding="utf-8")
    assert prepare(modules, OURS, tmp_path / "served")["numpy"] == "9.9.9"
    assert faults(tmp_path / "served") == []


def test_a_changed_or_missing_file_stops_the_build(project: Path) -> None:
    """A site whose runtime is not what npm checked is not built, and the old one stays."""
    (project / "theme").unlink()
    shutil.copytree(ROOT / "theme", project / "theme")
    served = project / "theme/assets/vendor/python"
    folder = next(path for path in served.iterdir() if path.is_dir())
    assert build(project) == []
    wasm = folder / "pyodide.asm.wasm"
    wasm.write_bytes(wasm.read_bytes()[:-1] + b"x")
    (folder / "numpy.zip").unlink()
    found = build(project)
    assert found == [
        "Python for the page: numpy.zip is missing. Mend: make clean, then make site",
        "Python for the page: pyodide.asm.wasm is not what npm checked. Mend: make clean, then make site",
    ]
    (served / "manifest.json").unlink()
    assert build(project) == [
        "Python for the page: manifest.json is missing or damaged. Mend: make clean, then make site"
    ]
    assert (project / "site/index.html").exists()


def test_a_package_with_another_hash_is_refused(clone: Path) -> None:  # noqa: F811 (the fixture)
    """npm refuses a runtime whose integrity is not the lock's, and set-up says so in one line."""
    for pin in ("site", "node"):  # only the npm step is of interest: install no Python packages
        (clone / f"requirements/{pin}.in").write_text("", encoding="utf-8")
        (clone / f"requirements/{pin}.txt").write_text("", encoding="utf-8")
    lock = clone / "package-lock.json"
    packages = json.loads(lock.read_text(encoding="utf-8"))
    packages["packages"]["node_modules/pyodide"]["integrity"] = "sha512-" + "A" * 86 + "=="
    lock.write_text(json.dumps(packages), encoding="utf-8")
    assert "is not the one that the lock file names" in run_setup(clone)
