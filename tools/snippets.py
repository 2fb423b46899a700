"""Run snippets, check their shape comments, and compare what they print with the file beside them.

python -m tools.snippets            re-run every snippet, rewrite its .out, print what changed
python -m tools.snippets weights    only those whose path contains "weights"
"""

import ast
import contextlib
import difflib
import io
import os
import random
import re
import signal
import sys
import tempfile
import threading
import time
import tokenize
import traceback
import types
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SNIPPETS = ROOT / "snippets"
# Seconds that one snippet may take; an emulated processor says how many times longer it needs (tools/machines.py).
LIMIT = 30.0 * float(os.environ.get("SLOWER", "1"))
TIERS = ("plain", "numpy", "torch")  # a concept's files are <concept>_<tier>.py, or <concept>.py

FLOAT = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+|\d+(?=[eE][-+]?\d))(?:[eE][-+]?\d+)?")
# A comment that begins "(T, 4 * C)" states a shape; "(T, C) -> (T, V)" only documents one.
SHAPE = re.compile(r"#\s*\(((?:[A-Za-z0-9_]+(?:\s*[-+*/]+\s*[A-Za-z0-9_]+)*\s*(?:,\s*)?)*)\)(?!\s*->)")


class SnippetError(Exception):
    """What is wrong with a snippet, as one message: file, line, fault, mend."""


@dataclass
class Run:
    """One finished run: what it printed and the names it left behind."""

    output: str
    scope: dict[str, Any]


def find(root: Path = SNIPPETS) -> list[Path]:
    """Every snippet under `root`, in reading order of the file names."""
    return sorted(root.rglob("*.py"))


def name_of(path: Path) -> str:
    """The path as readers see it: relative to the project, or to the folder of a test's own snippets."""
    for base in (ROOT, path.parents[-2] if len(path.parents) > 1 else path.parent):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return str(path)


def tier_of(path: Path) -> tuple[str, str]:
    """Split a snippet's stem into concept and tier; the tier is empty where there is only one."""
    concept, _, tier = path.stem.rpartition("_")
    return (concept, tier) if concept and tier in TIERS else (path.stem, "")


def imports(path: Path) -> set[str]:
    """Top-level names of the modules that a snippet imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


# ---------------------------------------------------------------- shape comments


def shape_of(value: Any) -> tuple[int, ...]:
    """The shape of an array, a tensor, a number (no dimensions) or a nested list."""
    if hasattr(value, "shape"):
        return tuple(int(n) for n in value.shape)
    if isinstance(value, list | tuple):
        return (len(value), *(shape_of(value[0]) if value else ()))
    return ()


class _Shapes(ast.NodeTransformer):
    """Insert a check after each assignment, and around each return, that carries a shape comment."""

    def __init__(self, comments: dict[int, str]) -> None:
        self.comments = dict(comments)

    def _check(self, value: ast.expr, line: int, dims: str) -> ast.expr:
        call = ast.parse(f"__shape__({ast.unparse(value)!r}, None, {dims!r}, {line}, globals(), locals())", mode="eval")
        assert isinstance(call.body, ast.Call)
        call.body.args[1] = value
        return call.body

    def visit(self, node: ast.AST) -> Any:
        node = self.generic_visit(node)
        if not isinstance(node, ast.stmt) or node.end_lineno is None or hasattr(node, "body"):
            return node
        dims = self.comments.get(node.end_lineno)
        if dims is None:
            return node
        if isinstance(node, ast.Return) and node.value is not None:
            del self.comments[node.end_lineno]
            node.value = self._check(node.value, node.end_lineno, dims)
            return ast.fix_missing_locations(node)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            del self.comments[node.end_lineno]
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            checks: list[ast.stmt] = []
            for name in names:
                load = ast.parse(ast.unparse(name), mode="eval").body
                checks.append(ast.copy_location(ast.Expr(self._check(load, node.end_lineno, dims)), node))
            return [node, *(ast.fix_missing_locations(c) for c in checks)]
        return node


def _compile(path: Path) -> tuple[types.CodeType, Any]:
    """Compile a snippet with its shape comments turned into checks."""
    source, name = path.read_text(encoding="utf-8"), name_of(path)
    try:
        tree = ast.parse(source, str(path))
    except SyntaxError as error:
        raise SnippetError(f"{name}:{error.lineno}: not Python: {error.msg}. Mend: correct the line.") from None
    comments = {}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and (match := SHAPE.match(token.string)):
            comments[token.start[0]] = match[1]

    def check(what: str, value: Any, dims: str, line: int, module: Mapping[str, Any], local: Mapping[str, Any]) -> Any:
        try:
            want = tuple(int(eval(d, dict(module), dict(local))) for d in dims.split(",") if d.strip())
        except Exception as error:
            raise SnippetError(
                f"{name}:{line}: the shape comment ({dims}) cannot be read: {error}. "
                "Mend: use numbers and sizes that the snippet has unpacked above."
            ) from None
        if (got := shape_of(value)) != want:
            raise SnippetError(
                f"{name}:{line}: {what} has shape {got}, the comment says ({dims}) = {want}. "
                "Mend: correct the comment or the code."
            )
        return value

    transformer = _Shapes(comments)
    tree = transformer.visit(tree)
    if transformer.comments:
        line = min(transformer.comments)
        raise SnippetError(
            f"{name}:{line}: a shape comment on a line that assigns and returns nothing. "
            "Mend: move it to the assignment, or word the comment so that it does not begin with a bracket."
        )
    return compile(tree, str(path), "exec"), check


# ---------------------------------------------------------------- running


@contextlib.contextmanager
def clean_state() -> Iterator[None]:
    """Put back what a snippet may have changed for the whole process, so that none can lean on another."""
    here, argv, environ, main = Path.cwd(), sys.argv[:], dict(os.environ), sys.modules["__main__"]
    rng = random.getstate()
    try:
        with warnings.catch_warnings():
            yield
    finally:
        os.chdir(here)
        sys.argv[:], sys.modules["__main__"] = argv, main
        os.environ.clear()
        os.environ.update(environ)
        random.setstate(rng)
        if numpy := sys.modules.get("numpy"):
            numpy.set_printoptions(**_numpy_defaults(numpy))
            numpy.seterr(divide="warn", over="warn", under="ignore", invalid="warn")
            numpy.random.seed(None)
        if torch := sys.modules.get("torch"):
            torch.set_default_dtype(torch.float32)
            torch.set_default_device("cpu")
            torch.set_printoptions(profile="default", sci_mode=None)
            torch.set_grad_enabled(True)
            torch.use_deterministic_algorithms(False)
            torch.seed()


def _numpy_defaults(numpy: Any) -> dict[str, Any]:
    """NumPy's own print options, read from a signature so that they need no copy here."""
    keep = {"precision": 8, "threshold": 1000, "edgeitems": 3, "linewidth": 75, "suppress": False, "sign": "-"}
    return keep | {"nanstr": "nan", "infstr": "inf", "floatmode": "maxprec", "formatter": None}


@contextlib.contextmanager
def _time_limit(seconds: float, name: str) -> Iterator[None]:
    """Interrupt the main thread after `seconds` (where the system has alarms; elsewhere the caller's limit holds)."""

    def stop(*_: object) -> None:
        raise SnippetError(
            f"{name}:1: still running after the limit of {seconds:g} s. Mend: make it end, or make the work smaller."
        )

    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before, start = signal.signal(signal.SIGALRM, stop), time.monotonic()
    waiting, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, before)
        # A timer that was running (a test's own limit) goes on with what is left of it; 0 would end it for good.
        left = max(waiting - (time.monotonic() - start), 1e-3) if waiting else 0
        signal.setitimer(signal.ITIMER_REAL, left)


def run(path: Path, limit: float = LIMIT) -> Run:
    """Run one snippet in this process, in an empty folder, with clean state before and after.

    Raises SnippetError if it is not Python, raises, exits, runs past `limit` seconds, has a false shape
    comment, prints nothing, or prints NaN without the word in its own text.
    """
    name = name_of(path)
    code, check = _compile(path)
    module, output = types.ModuleType("__main__"), io.StringIO()
    module.__dict__.update(__file__=str(path), __shape__=check)
    with clean_state(), tempfile.TemporaryDirectory() as empty:
        os.chdir(empty)
        sys.argv[:], sys.modules["__main__"] = [str(path)], module
        try:
            with contextlib.redirect_stdout(output), _time_limit(limit, name):
                exec(code, module.__dict__)
        except SnippetError:
            raise
        except (Exception, SystemExit) as error:
            frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
            line = frames[-1].lineno if frames else 1
            raise SnippetError(
                f"{name}:{line}: raised {type(error).__name__}: {error}. Mend: the snippet must run alone, to its end."
            ) from None
        finally:
            os.chdir(ROOT)
    text = output.getvalue()
    if not text.strip():
        raise SnippetError(f"{name}:1: prints nothing. Mend: print what the reader should see.")
    source = path.read_text(encoding="utf-8")
    if re.search(r"\bnan\b", text, re.I) and not re.search(r"\bnan\b", source, re.I):
        line = next(i for i, row in enumerate(text.splitlines(), 1) if re.search(r"\bnan\b", row, re.I))
        raise SnippetError(
            f"{name}:1: prints NaN (output line {line}). "
            "Mend: correct the numbers; if NaN is the lesson, name it in a comment."
        )
    return Run(text, module.__dict__)


# ---------------------------------------------------------------- comparing


def _unit(number: str) -> float:
    """One unit in the last printed digit: 0.01 for 3.14, 1e-5 for 2.5e-4."""
    mantissa, _, exponent = number.lower().partition("e")
    return float(10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2])))


def _same_line(got: str, want: str) -> bool:
    """Words and integers equal to the letter; floats within one unit in the last printed digit."""
    if FLOAT.sub("#", got).split() != FLOAT.sub("#", want).split():
        return False
    pairs = zip(FLOAT.findall(got), FLOAT.findall(want), strict=True)
    return all(abs(float(g) - float(w)) <= 1.01 * _unit(w) for g, w in pairs)


def difference(got: str, want: str) -> str:
    """The first line in which two outputs differ, as a message of two lines; empty if they agree."""
    rows = got.rstrip().splitlines(), want.rstrip().splitlines()
    for number in range(max(map(len, rows))):
        g, w = (row[number] if number < len(row) else "(no such line)" for row in rows)
        if not _same_line(g, w):
            return f"  line {number + 1}, expected: {w}\n  line {number + 1}, got:      {g}"
    return ""


def check_golden(path: Path, got: str) -> None:
    """Raise SnippetError unless `got` agrees with the `.out` file beside the snippet."""
    golden = path.with_suffix(".out")
    if not golden.exists():
        raise SnippetError(f"{name_of(path)}:1: has no {golden.name} beside it. Mend: make update")
    if diff := difference(got, golden.read_text(encoding="utf-8")):
        raise SnippetError(
            f"{name_of(path)}:1: its output differs from {golden.name}:\n{diff}\n"
            "  Mend: correct the snippet; if the new output is intended: make update"
        )


def update(paths: Sequence[Path]) -> int:
    """Re-run snippets, rewrite the outputs that differ, print a diff of each; the number of snippets that failed."""
    failed = changed = 0
    for path in paths:
        golden = path.with_suffix(".out")
        before = golden.read_text(encoding="utf-8") if golden.exists() else ""
        try:
            after = run(path).output
        except SnippetError as error:
            failed += 1
            print(error, file=sys.stderr)
            continue
        # Rounding in the last digit is not news: keep the file, and the diff of a pull request stays quiet.
        if FLOAT.sub("#", before) == FLOAT.sub("#", after) and not difference(after, before):
            continue
        changed += 1
        golden.write_text(after, encoding="utf-8", newline="\n")
        name = name_of(golden)
        sys.stdout.writelines(
            difflib.unified_diff(before.splitlines(True), after.splitlines(True), f"{name} (before)", f"{name} (now)")
        )
    print(f"{len(paths)} snippets run, {changed} outputs rewritten, {failed} failed")
    return failed


if __name__ == "__main__":
    words = sys.argv[1:]
    chosen = [p for p in find() if not words or any(w in name_of(p) for w in words)]
    sys.exit(1 if update(chosen) else 0)
