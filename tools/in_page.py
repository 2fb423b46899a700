"""Python for the page: take Pyodide and NumPy out of node_modules, and prove that what is served is complete.

Which versions: the two lines of package.json, whose integrity package-lock.json holds and npm checks. Another build
of NumPy for the browser is another version, or name, in one of those lines: `numpy_of` finds it.
"""

import hashlib
import io
import json
import shutil
import tarfile
import zipfile
from pathlib import Path
from typing import Any

# What a browser loads of Pyodide; the rest of its package is for Node.js and for developers.
PYODIDE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
LICENCES = ("NOTICE.txt", "Pyodide-MPL-2.0.txt", "Python-PSF-2.0.txt", "NumPy-LICENSE.txt")
SKIPPED = ("tests", "f2py", "distutils", "__pycache__")  # folders of NumPy that no page needs
EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip file can say, so that two builds are equal


class InPageError(Exception):
    """What is wrong with the runtime, as one message with its mend."""


def version_of(package: Path) -> str:
    """The version of an installed npm package. Raises InPageError where it is not there."""
    try:
        return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["version"])
    except (OSError, ValueError, KeyError):
        raise InPageError(f"node_modules/{package.name} is missing or damaged. Mend: npm ci --ignore-scripts") from None


def numpy_of(modules: Path) -> Path:
    """The one package in node_modules that brings NumPy for the browser, whatever its version."""
    found = sorted(modules.glob("@*/numpy"))
    if len(found) != 1:
        raise InPageError(f"node_modules holds {len(found)} builds of NumPy. Mend: name one in package.json")
    return found[0]


def numpy_files(package: Path) -> dict[str, bytes]:
    """NumPy's files below site-packages, and its licence as "LICENSE", out of the archive that the package carries."""
    archives = sorted((package / "pkg").glob("*.tar.*"))
    if len(archives) != 1:
        raise InPageError(f"{package.name} carries {len(archives)} archives, not one. Mend: npm ci --ignore-scripts")
    files: dict[str, bytes] = {}
    try:
        with tarfile.open(archives[0]) as archive:
            for member in archive:
                _, found, name = member.name.partition("/site-packages/")
                stream = archive.extractfile(member) if member.isfile() else None
                if stream and member.name.endswith("info/licenses/LICENSE.txt"):
                    files["LICENSE"] = stream.read()
                elif stream and found and not set(SKIPPED) & set(name.split("/")) and not name.endswith(".a"):
                    files[name] = stream.read()
    except (tarfile.TarError, EOFError, OSError) as error:
        raise InPageError(f"{archives[0].name} cannot be read: {error}. Mend: npm ci --ignore-scripts") from None
    if "LICENSE" not in files or "numpy/__init__.py" not in files:
        raise InPageError(f"{archives[0].name} holds no NumPy, or no licence. Mend: name another build in package.json")
    return files


def zipped(files: dict[str, bytes]) -> bytes:
    """Files as a zip archive that is the same, byte for byte, whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, EARLIEST), files[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def prepare(modules: Path, ours: Path, target: Path) -> dict[str, Any]:
    """Put everything that Python in the page needs into one folder.

    Args:
        modules: node_modules, in which npm has checked both packages against package-lock.json.
        ours: the folder of our own files that the worker loads, and of the licences.
        target: the folder to make anew. Its files lie in a folder named by their versions, so that no browser mixes
            two releases from its cache; manifest.json says which, and each file's size and SHA-256.

    Returns:
        The manifest.

    Raises:
        InPageError: a package or a part of it is missing or damaged.
    """
    pyodide, numpy = modules / "pyodide", numpy_of(modules)
    versions = {"pyodide": version_of(pyodide), "numpy": version_of(numpy).partition("-")[0]}
    files = numpy_files(numpy)
    parts = {"NumPy-LICENSE.txt": files.pop("LICENSE"), "numpy.zip": zipped(files)}
    for folder, names in ((pyodide, PYODIDE), (ours / "licences", LICENCES[:-1])):
        for name in names:
            if not (folder / name).is_file():
                raise InPageError(f"{folder.name}/{name} is missing. Mend: npm ci --ignore-scripts")
            parts[name] = (folder / name).read_bytes()
    where = f"{versions['pyodide']}-{versions['numpy']}"
    if target.exists():
        shutil.rmtree(target)
    (target / where).mkdir(parents=True)
    for name, content in parts.items():
        (target / where / name).write_bytes(content)
    manifest = versions | {
        "folder": where,
        "files": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(parts.items())
        },
    }
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return manifest


def faults(served: Path) -> list[str]:
    """What is missing or changed in a folder that `prepare` made and a site serves: nothing, if all is well."""
    try:
        manifest = json.loads((served / "manifest.json").read_text(encoding="utf-8"))
        files = manifest["files"]
    except (OSError, ValueError, KeyError):
        return ["Python for the page: manifest.json is missing or damaged. Mend: make clean, then make site"]
    needed = {*PYODIDE, *LICENCES, "numpy.zip"}
    found = []
    for name in sorted(needed | set(files)):
        path = served / manifest["folder"] / name
        if name not in files or not path.is_file():
            found.append(f"Python for the page: {name} is missing. Mend: make clean, then make site")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != files[name]["sha256"]:
            found.append(f"Python for the page: {name} is not what npm checked. Mend: make clean, then make site")
    return found
