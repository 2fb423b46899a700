"""Run every target of the Makefile, each from a bare clone of its own, and write down what it took.

    python -m tools.targets [TARGET …] [--keep]

A target that is only ever run after another one may lean on what that one installed. Here each finds nothing but
what git holds, in a folder whose name has a space and a letter that is not ASCII, and an environment without traces of
this project's own. Only what is committed is tried. Standard library alone: it runs before anything is installed.
"""

import argparse
import datetime
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = "docs/_generated/targets.md"
HEAD = "| Command | Seconds | MB | Result | Tried on |\n|---|---:|---:|---|---|\n"
INSTALLED = (".venv", "node_modules", ".cache")
LIMIT = 5400.0  # seconds one target may take
PATIENCE = 15.0  # seconds in which what a target started must have ended
LAST_LINES = 15  # of a failed target's log
MARK = "LLM_ANATOMY_TARGET"  # in the environment of all that a target starts, whatever temporary folder it is given
# Variables that a make around this one, an active virtual environment or a git hook leaves behind.
TRACES = r"MAKE|MFLAGS|PYTHON|VIRTUAL_ENV|PYTEST_|COV_|GIT_(?!SSL)|\w+_NUM_THREADS|NO_MKDOCS|(ONLY|KEEP|MACHINES|TURN)$"


class BrokenError(Exception):
    """What a target promised and did not keep."""


# ------------------------------------------------- what a target promises beyond its exit status


def git(clone: Path, *arguments: str) -> str:
    """What git says in a clone."""
    done = subprocess.run(["git", *arguments], cwd=clone, capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout


def changed(clone: Path) -> list[str]:
    """The files of the repository that are not as committed, and new ones that git does not ignore."""
    return [row[3:] for row in git(clone, "status", "--porcelain", "--untracked-files=all").splitlines()]


def keep_files(clone: Path) -> str:
    """Everything is as committed."""
    if names := changed(clone):
        raise BrokenError(f"changes {', '.join(names)}")
    return ""


def change_files(clone: Path) -> str:
    """Some files may change, since they say what was measured; which is told."""
    return f"changes {', '.join(changed(clone))}" if changed(clone) else ""


def change_locks(clone: Path) -> str:
    """Only lock files may change, and only because the index has something new."""
    names = changed(clone)
    if other := [name for name in names if not re.fullmatch(r"requirements/\w+\.txt|package-lock\.json", name)]:
        raise BrokenError(f"changes {', '.join(other)}")
    return f"newer releases on the index for {', '.join(names)}" if names else ""


def have(pattern: str, per: str = "") -> Callable[[Path], str]:
    """There are files of this pattern, as many as of another at the least; and everything is as committed."""

    def holds(clone: Path) -> str:
        found, wanted = len(list(clone.glob(pattern))), len(list(clone.glob(per))) if per else 1
        if found < max(wanted, 1):
            raise BrokenError(f"left {found} files {pattern}, not {wanted}")
        return keep_files(clone)

    return holds


def have_branch(clone: Path) -> str:
    """The branch of the notebooks holds one for each lab."""
    names = git(clone, "ls-tree", "--name-only", "notebooks").split()
    if sorted(names) != sorted(f"{path.stem}.ipynb" for path in clone.glob("docs/labs/*.py")):
        raise BrokenError(f"the branch notebooks holds {', '.join(names) or 'nothing'}")
    return keep_files(clone)


def drop_pictures(clone: Path) -> None:
    """Without the pictures that are committed, those found afterwards are new."""
    for path in clone.glob("docs/assets/*.png"):
        path.unlink()


def have_pictures(clone: Path) -> str:
    """Each picture that is committed was taken again; its pixels may differ."""
    names = git(clone, "ls-files", "docs/assets/*.png").splitlines()
    if lost := [name for name in names if not (clone / name).exists()] or ([] if names else ["any picture"]):
        raise BrokenError(f"did not take {', '.join(lost)}")
    return ""


def make_ignored(clone: Path) -> None:
    """Something under each name that git ignores."""
    for row in (clone / ".gitignore").read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            for folder in [clone, clone / "tools"][: 1 if row.startswith("/") else 2]:
                (folder / row.strip("/")).mkdir(parents=True, exist_ok=True)
                (folder / row.strip("/") / "made").write_text("by a test\n", encoding="utf-8")


def be_clean(clone: Path) -> str:
    """Nothing ignored is left, and everything is as committed."""
    if left := [row[3:] for row in git(clone, "status", "--porcelain", "--ignored").splitlines() if row[:2] == "!!"]:
        raise BrokenError(f"leaves {', '.join(left)}")
    return keep_files(clone)


@dataclass(frozen=True)
class Target:
    """How a target is tried: made ready, run (or visited, if it serves until it is stopped), and looked at."""

    holds: Callable[[Path], str] = keep_files
    prepare: Callable[[Path], None] = lambda clone: None
    serves: bool = False


# The short ones first.
TARGETS = {
    "help": Target(),
    "clean": Target(be_clean, make_ignored),
    "lock": Target(change_locks),
    "lint": Target(),
    "weights": Target(have(".cache/weights/*.tgz")),
    "experiment": Target(),
    "serve": Target(serves=True),
    "update": Target(),
    "labs": Target(have(".cache/labs/*.ipynb", per="docs/labs/*.py")),
    "site": Target(have("site/index.html")),
    "notebooks": Target(have_branch),
    "pictures": Target(have_pictures, drop_pictures),
    "look": Target(have(".cache/pictures/*.png", per="docs/**/*.md")),
    "test-isolated": Target(),
    "bench": Target(change_files),
    "test": Target(change_files),
    "test-machines": Target(change_files),
}
EXCUSED = {"test-targets": "it would run itself"}


# ------------------------------------------------- running one


def targets_of(makefile: Path) -> dict[str, int]:
    """The targets of a Makefile, each with its line."""
    rows = makefile.read_text(encoding="utf-8").splitlines()
    found = ((re.match(r"([A-Za-z][\w-]*):(?!=)", row), number) for number, row in enumerate(rows, 1))
    return {match[1]: number for match, number in found if match}


def clean_environment(root: Path, temporary: Path) -> dict[str, str]:
    """This environment without what makes own tools and settings found, and with a temporary folder of its own.

    Git does not know who runs it: it does not on a machine that is fresh. The caches of pip and npm may be shared.
    """
    kept = {name: value for name, value in os.environ.items() if not re.match(TRACES, name)}
    own = [root, *(Path(os.environ[name]) for name in ("VIRTUAL_ENV",) if os.environ.get(name))]
    places = [p for p in kept.get("PATH", "").split(os.pathsep) if not any(Path(p).is_relative_to(o) for o in own)]
    unknown = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return kept | unknown | {"PATH": os.pathsep.join(places), "TMPDIR": str(temporary), MARK: str(temporary)}


def running(group: int, temporary: Path) -> dict[int, str]:
    """The processes that a target started and that have not ended: by their mark, or else by their group."""
    found, mark = {}, f"{MARK}={temporary}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                found[int(folder.name)] = command.decode("utf-8", "replace").strip()[:100]
        except OSError:
            continue  # ended while it was looked at, or of somebody else
    if not Path("/proc/self/environ").exists():
        try:
            os.killpg(group, 0)
        except OSError:
            return found
        found[group] = "its group"
    return found


def end(group: int, temporary: Path) -> dict[int, str]:
    """End what a target has left running; what that was, once it has had time to end by itself."""
    deadline = time.monotonic() + PATIENCE
    while (left := running(group, temporary)) and time.monotonic() < deadline:
        time.sleep(0.2)
    for process in left:
        try:
            if process == group:
                os.killpg(group, signal.SIGKILL)
            else:
                os.kill(process, signal.SIGKILL)
        except OSError:
            continue  # it has ended after all
    return left


def visit(make: subprocess.Popen[bytes], port: int) -> None:
    """Ask for the home page until it comes, then press Ctrl-C, as it were."""
    deadline = time.monotonic() + LIMIT
    while make.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                if b"</html>" in answer.read():
                    break
        except OSError:
            time.sleep(0.5)
    else:
        raise BrokenError("shows no home page")
    os.killpg(make.pid, signal.SIGINT)
    make.wait(PATIENCE)


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Result:
    """What came of one target."""

    name: str
    seconds: float
    megabytes: float
    fault: str = ""
    remark: str = ""
    log: str = ""


def bare_clone(root: Path, home: Path) -> Path:
    """A clone that holds what is committed and nothing else, beside a folder for temporary files."""
    clone = home / "clone"
    git(root, "clone", "--quiet", "--no-checkout", str(root), str(clone))
    git(clone, "checkout", "--quiet", "--detach", git(root, "rev-parse", "HEAD").strip())
    (home / "tmp").mkdir()
    return clone


def megabytes(clone: Path) -> float:
    """What has been installed in a clone. Links are not followed."""
    files = (Path(at) / name for top in INSTALLED for at, _, names in os.walk(clone / top) for name in names)
    return sum(file.lstat().st_size for file in files) / 1e6


def run(name: str, target: Target, root: Path, home: Path) -> Result:
    """Run one target in a new clone in this folder, and look whether it kept what it promises."""
    clone = bare_clone(root, home)
    target.prepare(clone)
    port, log, temporary = free_port(), home / "log.txt", home / "tmp"
    with log.open("wb") as said:
        began = time.monotonic()
        make = subprocess.Popen(
            ["make", f"PYTHON={sys.executable}", *([f"PORT={port}"] if target.serves else []), name],
            cwd=clone,
            env=clean_environment(root, temporary),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # What a shell starts in the background inherits that Ctrl-C is ignored; what a person starts does not.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        fault = remark = ""
        try:
            if target.serves:
                visit(make, port)
            elif make.wait(LIMIT):
                fault = f"ends with status {make.returncode}"
        except BrokenError as error:
            fault = str(error)
        except subprocess.TimeoutExpired:
            fault = "does not end"
        finally:
            seconds = time.monotonic() - began
            if make.poll() is None:
                os.killpg(make.pid, signal.SIGKILL)
                make.wait()
            left = end(make.pid, temporary)
    if left:
        fault = fault or f"leaves running: {'; '.join(left.values())}"
    try:
        remark = "" if fault else target.holds(clone)
    except (BrokenError, subprocess.CalledProcessError) as error:
        fault = str(error)
    return Result(name, seconds, megabytes(clone), fault, remark, log.read_text("utf-8", "replace"))


# ------------------------------------------------- all of them


def write(one: Result, path: Path, order: list[str]) -> None:
    """Write a target's row into the table: rows of others stay, in the order of the targets."""
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    rows = {name: row for row, name in re.findall(r"^(\| `make ([\w-]+)` .*)$", known, re.MULTILINE)}
    verdict, today = "**failed**" if one.fault else "passed", datetime.date.today()
    rows[one.name] = f"| `make {one.name}` | {one.seconds:.0f} | {one.megabytes:.0f} | {verdict} | {today} |"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = HEAD + "".join(f"{rows[name]}\n" for name in order if name in rows)
    path.write_text(text, encoding="utf-8", newline="\n")


def stop(*_: object) -> None:
    """End as after Ctrl-C, so that the clones are removed."""
    raise KeyboardInterrupt


def main(words: list[str], root: Path = ROOT, targets: Mapping[str, Target] = TARGETS) -> int:
    """The command line: 0 if every target did what it promises."""
    parser = argparse.ArgumentParser(prog="make test-targets", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="TARGET", help="try these only")
    parser.add_argument("--keep", action="store_true", help="keep the clones, to look into")
    options = parser.parse_args(words)
    there = targets_of(root / "Makefile")
    for name, line in there.items():
        if name not in targets and name not in EXCUSED:
            print(f"Makefile:{line}: {name} is neither tried nor excused. Mend: add it to TARGETS in tools/targets.py")
            return 1
    if unknown := [name for name in options.names if name not in there or name in EXCUSED]:
        print(f"make test-targets: {unknown[0]} is no target to be tried. Mend: choose from {', '.join(targets)}")
        return 1
    if changed(root):
        print("Only what is committed is tried: there are changes that are not.", flush=True)
    order = [name for name in targets if name in there]
    home = Path(tempfile.mkdtemp(prefix="bare clöne "))
    results: list[Result] = []
    try:
        print(f"{'target':14} {'seconds':>8} {'MB':>6}  verdict", flush=True)
        for name in [name for name in order if not options.names or name in options.names]:
            (home / name).mkdir()
            one = run(name, targets[name], root, home / name)
            results.append(one)
            verdict = f"FAILED: {one.fault}" if one.fault else "passed" + f" ({one.remark})" * bool(one.remark)
            print(f"{name:14} {one.seconds:8.0f} {one.megabytes:6.0f}  {verdict}", flush=True)
            write(one, root / TABLE, order)
            if not options.keep:
                shutil.rmtree(home / name)
    finally:
        if options.keep:
            print(f"The clones are in {home}", flush=True)
        else:
            shutil.rmtree(home, ignore_errors=True)
    failed = [one for one in results if one.fault]
    for one in failed:
        tail = "\n".join(f"  {row}" for row in one.log.splitlines()[-LAST_LINES:])
        print(f"\nmake {one.name}: {one.fault}\n{tail}", flush=True)
    if failed:
        print(f"\nmake test-targets: {', '.join(one.name for one in failed)} failed.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("make test-targets: stopped; the clones are removed.")
