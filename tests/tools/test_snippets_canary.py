"""Put a wrong snippet before the real tests: they must go red, and say where and how to mend it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.snippets import ROOT, SnippetError, difference, run

GOOD = '"""Adds."""\n\nx = 0.5  # <-\n'

# name: (snippet, output beside it, what the message must say)
WRONG = {
    "wrong_golden": (
        GOOD + 'print(f"x {x:.2f}")\n',
        "x 0.53\n",
        ["expected: x 0.53", "got:      x 0.50", "make update"],
    ),
    "wrong_word": (GOOD + 'print("one")\n', "two\n", ["expected: two", "got:      one"]),
    "wrong_integer": (GOOD + "print(10)\n", "11\n", ["expected: 11", "got:      10"]),
    "missing_golden": (GOOD + "print(1)\n", None, ["has no demo.out", "make update"]),
    "nan": (GOOD + 'print(float("n" + "an"))\n', "nan\n", ["demo.py:1: prints NaN (output line 1)"]),
    "raises": (
        GOOD + "print(1 / 0)\n",
        "1\n",
        ["demo.py:4: raised ZeroDivisionError", "Mend: the snippet must run alone"],
    ),
    "exits": (GOOD + "raise SystemExit(0)\n", "1\n", ["demo.py:4: raised SystemExit"]),
    "silent": (GOOD, "1\n", ["demo.py:1: prints nothing", "Mend: print"]),
    "syntax": ('"""Adds."""\nx = = 1\n', "1\n", ["demo.py:2: not Python"]),
    "false_shape": (
        '"""Rows."""\n\nT, C = 2, 3\nx = [[0.0] * C] * T  # (C, T)\nprint(1)\n',
        "1\n",
        ["demo.py:4: x has shape (2, 3), the comment says (C, T) = (3, 2)"],
    ),
    "unknown_size": ('"""Rows."""\n\nx = [0.0]  # (Q,)\nprint(1)\n', "1\n", ["demo.py:3", "name 'Q' is not defined"]),
    "shape_of_nothing": ('"""Rows."""\n\nprint(1)  # (3, 2)\n', "1\n", ["demo.py:3", "assigns and returns nothing"]),
}


def pytest_output(folder: Path) -> str:
    """What the real snippet tests print about the snippets in a folder; they must have failed."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:xdist",
        "-o",
        "addopts=",
        "-o",
        "empty_parameter_set_mark=skip",
    ]
    command += [f"--snippets={folder}", "-k", "test_output", str(ROOT / "tests/snippets/test_snippets.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1, f"the tests did not go red:\n{done.stdout}"
    return done.stdout


@pytest.mark.parametrize("name", WRONG)
def test_wrong_snippet_turns_the_tests_red(name: str, tmp_path: Path) -> None:
    """Red, with file, line, fault and mend."""
    source, golden, says = WRONG[name]
    (tmp_path / "demo.py").write_text(source, encoding="utf-8")
    if golden is not None:
        (tmp_path / "demo.out").write_text(golden, encoding="utf-8")
    output = pytest_output(tmp_path)
    for words in says:
        assert words in output, output


def test_endless_snippet_is_stopped(tmp_path: Path) -> None:
    """An endless loop ends at the limit, and the message names both."""
    path = tmp_path / "demo.py"
    path.write_text('"""Never ends."""\n\nwhile True:\n    pass\n', encoding="utf-8")
    with pytest.raises(SnippetError, match=r"demo\.py:1: still running after the limit of 0\.3 s\. Mend: "):
        run(path, limit=0.3)


@pytest.mark.parametrize(
    ("got", "want", "same"),
    [
        ("x 0.50", "x 0.51", True),  # one unit in the last printed digit
        ("x 0.50", "x 0.52", False),
        ("x 1.2e-05", "x 1.3e-05", True),
        ("x 1.2e-05", "x 1.2e-04", False),
        ("x -0.00", "x 0.00", True),
        ("n 12", "n 13", False),  # integers are words
        ("a b", "a  b", True),
        ("a", "a\nb", False),
    ],
)
def test_tolerance(got: str, want: str, same: bool) -> None:
    """Words and integers to the letter, floats to one unit in the last printed digit."""
    assert (difference(got, want) == "") is same


def test_shape_comments_in_loops_and_functions(tmp_path: Path) -> None:
    """A shape is checked when its line runs, so a name may change its shape later."""
    path = tmp_path / "demo.py"
    path.write_text(
        "def double(x):\n    N = len(x)\n    return x + x  # (2 * N,)\n"
        "x = [1]  # (1,) <-\nx = double(x)\nfor n in (1, 2):\n    y = [0] * n  # (n,)\nprint(len(x))\n",
        encoding="utf-8",
    )
    assert run(path).output == "2\n"
    path.write_text(path.read_text(encoding="utf-8").replace("(n,)", "(1,)"), encoding="utf-8")
    with pytest.raises(SnippetError, match=r"demo\.py:7: y has shape \(2,\)"):
        run(path)
