"""What the last lines of a failing test run say: the fault, whose it is, how to see it again, what to report.

Standard library alone, since every test run loads it.
"""

import importlib.metadata
import os
import platform
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tools.snippets import ROOT

MOST = 5  # failed tests that are told one by one
SHARED = ("tools/", "theme/", "requirements/", "mkdocs.yml", "tests/conftest.py")  # what all tests lean on
VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_CORETYPE", "ATEN_CPU_CAPABILITY", "NPY_DISABLE_CPU_FEATURES", "CI")
PACKAGES = ("torch", "numpy", "transformers", "onnxruntime", "pytest")
INSTRUCTIONS = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "asimd", "asimddp", "sve", "i8mm")

_ROOT = str(ROOT) + os.sep
_MADE = tuple(_ROOT + name for name in (".venv", ".git", ".cache", "node_modules"))  # by make, not by people
_opened: set[str] = set()


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    """Note each file of the project that this process opens."""
    if event == "open" and isinstance(arguments[0], str):
        path = arguments[0]
        if path.startswith(_ROOT) and not path.startswith(_MADE):
            _opened.add(path[len(_ROOT) :].replace(os.sep, "/"))


sys.addaudithook(_note)


def forget() -> None:
    """Begin a module: what earlier ones opened says nothing of its tests."""
    _opened.clear()


def opened() -> list[str]:
    """The project's files that were opened since `forget`; for a page of the site, the file it was written in."""
    found = set()
    for path in _opened:
        if match := re.fullmatch(r"site/(?P<page>.*?)/?index\.html", path):
            stem = match["page"] or "index"
            found |= {f"docs/{stem}.md", f"docs/{stem}/index.md", f"docs/{stem}.py"}
        elif not path.endswith(".pyc"):
            found.add(path)
    return sorted(found)


def git(root: Path, *words: str) -> list[str]:
    """The lines that a git command prints; none where it fails."""
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, encoding="utf-8", timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.splitlines() if not done.returncode else []


def changed(root: Path = ROOT) -> list[str]:
    """Files that differ from the main branch, committed or not, new ones included."""
    base = ["HEAD"]
    for main in ("upstream/main", "origin/main", "main"):
        if fork := git(root, "merge-base", "HEAD", main):
            base = fork
            break
    files = git(root, "-c", "core.quotepath=off", "diff", "--name-only", *base)
    files += git(root, "-c", "core.quotepath=off", "ls-files", "--others", "--exclude-standard")
    return sorted(set(files))


def whose(test: str, text: str, files: Iterable[str], mine: Iterable[str]) -> str:
    """Whether a fault concerns what somebody changed: from the test's name, its message and the files it opened."""
    mine, known = list(mine), set(files) | {test.partition("::")[0]}
    if not mine:
        return "You changed nothing: the fault is this machine's, or older. Please report it, with the lines below."
    touched = [file for file in mine if file in known or file in text or Path(file).with_suffix("").name in test]
    if touched:
        return f"It concerns what you changed: {', '.join(touched[:3])}."
    if shared := [file for file in mine if file.startswith(SHARED)]:
        return f"It reads none of the pages or snippets that you changed, but {shared[0]} may be behind it."
    return "It reads nothing that you changed: the fault is this machine's, or older. Please report it."


def sentence(report: Any) -> str:
    """The fault in one line: what the assertion says first."""
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash else str(report.longrepr or "").strip().splitlines()[-1:]
    first = (text if isinstance(text, str) else " ".join(text)).strip().splitlines() or ["no message"]
    return re.sub(r"^AssertionError: ", "", first[0])[:300]


def cpuinfo(*names: str) -> str:
    """What Linux says of the first processor under one of these names; nothing elsewhere."""
    path = Path("/proc/cpuinfo")
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    found = re.search(rf"^(?:{'|'.join(names)})\s*:\s*(.+)$", text, re.M)
    return found[1] if found else ""


def flags() -> set[str]:
    """The instructions that this processor has, as Linux calls them; nothing elsewhere."""
    return set(cpuinfo("flags", "Features").split())


def processor() -> str:
    """The processor's name, and which of the instructions that change results it has."""
    name = cpuinfo("model name") or platform.processor() or platform.machine()
    return f"{name} ({', '.join(one for one in INSTRUCTIONS if one in flags()) or 'flags unknown'})"


def versions() -> Iterator[str]:
    """Python and the packages whose versions matter, those that are installed."""
    yield f"Python {platform.python_version()}"
    for name in PACKAGES:
        try:
            yield f"{name} {importlib.metadata.version(name)}"
        except importlib.metadata.PackageNotFoundError:
            continue


def paste() -> list[str]:
    """What a report of a fault needs to say; nothing that names a person or a folder."""
    commit = (git(ROOT, "rev-parse", "--short=12", "HEAD") or ["not a clone"])[0]
    dirty = " with changes" if git(ROOT, "status", "--porcelain") else ""
    variables = [f"{name}={os.environ[name]}" for name in VARIABLES if name in os.environ]
    return [
        f"commit {commit}{dirty}",
        ", ".join(versions()),
        f"{platform.platform()}, {os.cpu_count()} cores, locale {os.environ.get('LC_ALL') or os.environ.get('LANG')}",
        f"processor {processor()}",
        " ".join(variables) or "no variable of ours is set",
    ]


def again(test: str) -> str:
    """The command that runs one test again."""
    return f"make test ONLY={shlex.quote(test.replace('$', '$$'))}"


def what_to_do(failed: list[Any]) -> Iterator[str]:
    """The lines, for the reports of tests that failed."""
    if not failed:
        return
    mine = changed()
    yield ""
    yield "What to do now"
    for number, report in enumerate(failed[:MOST], 1):
        yield f"{number}. {report.nodeid}"
        yield f"   {sentence(report)}"
        yield f"   {whose(report.nodeid, report.longreprtext, getattr(report, 'opened', ()), mine)}"
        yield f"   This test alone: {again(report.nodeid)}"
    if len(failed) > MOST:
        yield f"and {len(failed) - MOST} more, above."
    yield "To report a fault that is not yours, paste these lines, and those of the fault:"
    yield from (f"   {line}" for line in paste())
