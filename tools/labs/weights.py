"""The labs' weights: what docs/_data/weights.yaml declares, and whether the files here are those.

python -m tools.labs.weights      check every file; exit 1 and name those that are missing or not what they should be
"""

import hashlib
import sys
import sysconfig
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tools.labs.source import ROOT, WEIGHTS, Lab, LabError


def known(root: Path = ROOT) -> dict[str, dict[str, Any]]:
    """Every entry of the project's list of weights; empty where it has none."""
    path = root / "docs/_data/weights.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}


def declared(lab: Lab, root: Path = ROOT) -> list[dict[str, Any]]:
    """The entries of the weights that a lab says it uses."""
    entries = known(root)
    names = lab.meta.get("weights", [])
    for name in names:
        if name not in entries:
            raise LabError(
                f"{lab.file}:1: the weights {name} are not in docs/_data/weights.yaml. Mend: correct the name, or add them."
            )
    return [entries[name] for name in names]


def contents(entry: dict[str, Any], packages: Path, archives: Path) -> Iterator[tuple[str, bytes | None]]:
    """Each file of an entry with its bytes, None where it is missing."""
    if "archive" not in entry:
        for name in entry["files"]:
            path = packages / name
            yield name, path.read_bytes() if path.exists() else None
        return
    path = archives / entry["archive"]
    if not path.exists():
        yield from ((name, None) for name in entry["files"])
        return
    with tarfile.open(path) as members:
        for name in entry["files"]:
            try:
                member = members.extractfile(name)
            except KeyError:
                member = None
            yield name, member.read() if member else None


def faults(
    root: Path = ROOT, packages: Path = Path(sysconfig.get_paths()["purelib"]), archives: Path = WEIGHTS
) -> Iterator[str]:
    """One message for each file that is missing or is not the one declared."""
    for label, entry in known(root).items():
        for name, data in contents(entry, packages, archives):
            if data is None:
                yield f"docs/_data/weights.yaml: {label}: {name} is missing. Mend: make weights"
            elif (found := hashlib.sha256(data).hexdigest()) != entry["files"][name]:
                yield (
                    f"docs/_data/weights.yaml: {label}: {name} has the SHA-256 {found}, not {entry['files'][name]}: "
                    "it is refused. Mend: make clean weights; if it stays, do not use the package"
                )


if __name__ == "__main__":
    found = list(faults())
    print(*found, sep="\n", file=sys.stderr, end="\n" if found else "")
    sys.exit(1 if found else 0)
