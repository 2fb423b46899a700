"""Runs what the reader wrote, in the page's worker: each run in a fresh namespace, in the state Python started with.

The project's tests import it too, so that an exercise is checked by the same lines here and there.
"""

import builtins
import contextlib
import linecache
import os
import random
import re
import shutil
import sys
import tempfile
import traceback
import types
import warnings

NAME = "your_code.py"
DEPTH = sys.getrecursionlimit()
_builtins = dict(vars(builtins))
_modules = set(sys.modules)
_environ = dict(os.environ)
_numpy = {}


def _no_input(prompt=""):
    """Stands in for input(), which would wait for ever."""
    raise EOFError("input() has nobody to ask here. Write the value into the code.")


def reset():
    """Put back what a run may have changed for the whole process, so that no block leans on another."""
    vars(builtins).update(_builtins, input=_no_input)
    sys.setrecursionlimit(DEPTH)
    os.environ.clear()
    os.environ.update(_environ)
    sys.argv[:] = [NAME]
    random.seed()
    warnings.resetwarnings()
    warnings.simplefilter("default")
    if numpy := sys.modules.get("numpy"):
        if not _numpy:  # as they were when NumPy came
            _numpy.update(print=numpy.get_printoptions(), err=numpy.geterr())
        numpy.set_printoptions(**_numpy["print"])
        numpy.seterr(**_numpy["err"])
        numpy.random.seed()


def message(error):
    """A traceback of the reader's own lines; of what no traceback explains, a sentence."""
    if isinstance(error, SystemExit):
        return f"Your code left by sys.exit({'' if error.code is None else repr(error.code)}).\n"
    if isinstance(error, MemoryError):
        text = "MemoryError: the page has no more memory for this. Make the arrays or lists smaller.\n"
    elif isinstance(error, ModuleNotFoundError):
        missing = (error.name or "").partition(".")[0]
        text = f"ModuleNotFoundError: {missing} is not available in the page, which has Python and NumPy.\n"
        if missing == "torch":
            text += "PyTorch has no build for browsers. Take the code along and run it with your own Python.\n"
    elif isinstance(error, RecursionError):
        text = f"RecursionError: a function called itself more than {DEPTH} calls deep.\n"
    else:
        text = "".join(traceback.format_exception_only(error))
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == NAME]
    if not frames:
        return text
    if len(frames) > 12:
        frames = frames[:6] + frames[-6:]
    return "Traceback (most recent call last):\n" + "".join(traceback.format_list(frames)) + text


@contextlib.contextmanager
def _empty_folder():
    """An empty folder to work in, removed afterwards."""
    before, folder = os.getcwd(), tempfile.mkdtemp()  # noqa: PTH109 (quicker to load than pathlib)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        shutil.rmtree(folder, ignore_errors=True)


def execute(source, names=None):
    """Run a whole program. Returns its names and what stopped it, or None."""
    reset()
    module = types.ModuleType("__main__")
    vars(module).update(names or {}, __file__=NAME)
    linecache.cache[NAME] = (len(source), None, source.splitlines(True), NAME)
    main, sys.modules["__main__"] = sys.modules["__main__"], module
    try:
        with _empty_folder():
            exec(compile(source, NAME, "exec"), vars(module))
        return vars(module), None
    except BaseException as error:
        return vars(module), error
    finally:
        sys.modules["__main__"] = main
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        for name in set(sys.modules) - _modules:  # a module of the reader's own is read anew the next time
            if getattr(sys.modules[name], "__file__", None) == NAME:
                del sys.modules[name]


def run(source):
    """Run a program and print what stops it.

    Returns:
        {"ok": whether it came to its end, "memory": whether the memory ran out, "arrays": what can be drawn}.
    """
    names, error = execute(source)
    if error is not None:
        sys.stderr.write(message(error))
        sys.stderr.flush()
    left = isinstance(error, SystemExit) and not error.code
    return {"ok": error is None or left, "memory": isinstance(error, MemoryError), "arrays": arrays(names)}


def arrays(names, most=8, side=64):
    """The arrays of one or two dimensions that a program leaves behind: name, shape and numbers of each."""
    numpy = sys.modules.get("numpy")
    found = []
    for name, value in list(names.items()) if numpy else []:
        if (
            isinstance(value, numpy.ndarray)
            and value.ndim in (1, 2)
            and value.dtype.kind in "bif"
            and value.size > 1
            and max(value.shape) <= side
            and numpy.isfinite(value).all()
            and not name.startswith("_")
        ):
            rows = numpy.atleast_2d(value).astype(float).tolist()
            found.append({"name": name, "shape": list(value.shape), "rows": rows})
    return found[:most]


def check(source, tests, expect):
    """Run a program and then an exercise's tests among its names: for each, what it asks, and what is wrong.

    Args:
        source: the reader's program.
        tests: functions test_…, which call expect.
        expect: the module of that name.

    Returns:
        A list of {"name", "ok", "text", "hint"}; where the program itself stops, one entry that says so.
    """
    names, error = execute(source)
    if error is not None:
        sys.stderr.write(message(error))
        sys.stderr.flush()
        return [{"name": "the code runs", "ok": False, "text": _short(error), "hint": ""}]
    names["expect"] = expect.expect
    exec(compile(tests, "tests.py", "exec"), names)
    results = []
    # Their names come from the tests' own text: what the reader calls test_… neither counts nor replaces one.
    for name in re.findall(r"^def (test_\w+)", tests, re.MULTILINE):
        one = {"name": name[5:].replace("_", " "), "ok": True, "text": "", "hint": ""}
        try:
            with _empty_folder():
                names[name]()
        except expect.Wrong as wrong:
            one |= {"ok": False, "text": str(wrong), "hint": wrong.hint}
        except BaseException as error:
            one |= {"ok": False, "text": _short(error)}
        results.append(one)
    return results


def _short(error):
    """An error in one sentence, with the reader's line where there is one."""
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == NAME]
    if isinstance(error, SyntaxError):
        lines = [error.lineno]
    place = f" in line {lines[-1]}" if lines else ""
    return f"Your code stops{place} with {type(error).__name__}: {error}."
