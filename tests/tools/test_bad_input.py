"""Put something wrong into a small site: the build stops, names file, line and mend, and loses nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.build import build
from tools.snippets import ROOT

EXERCISE = """# %% task: fix
# # Add
# Mend it.
# %% starter
print(1 - 1)
# %% tests
def test_sum():
    expect("1", 2, hint="sign")
# %% hints
# sign: Look at the sign.
# %% solution
print(1 + 1)
# %% why
# It adds.
# %% wrong: sign
print(1)
# %% wrong: sign
print(2)
# %% wrong: sign
print(3)
"""

# name: (file, text to append, line on which the fault then is, what the message must say, its mend)
WRONG = {
    "unknown snippet": (
        "docs/index.md",
        '\n```python title="snippets/demo/gone.py"\n--8<-- "demo/gone.py"\n```\n',
        14,
        "includes demo/gone.py, which does not exist",
        "correct the path or add the file",
    ),
    "bare fence": (
        "docs/index.md",
        "\n```python\nprint(1)\n```\n",
        13,
        "must include exactly one file",
        "put the code into",
    ),
    "unclosed fence": ("docs/index.md", "\n```text\n1\n", 13, "never closed", "add the closing ticks"),
    "wrong title": (
        "docs/index.md",
        '\n```python title="add.py"\n--8<-- "demo/add.py"\n```\n```text\n--8<-- "demo/add.out"\n```\n',
        13,
        "title must name the file",
        'title="snippets/demo/add.py"',
    ),
    "code without its output": (
        "docs/index.md",
        '\n```python title="snippets/demo/add.py"\n--8<-- "demo/add.py"\n```\n',
        13,
        "the output of demo/add.py must follow",
        "add a text fence",
    ),
    "unknown section": (
        "docs/index.md",
        '\n```{ .python .no-copy }\n--8<-- "demo/add.py:part"\n```\n',
        14,
        "has no section part",
        "correct the name",
    ),
    "copyable section": (
        "docs/index.md",
        '\n```python\n--8<-- "demo/add.py:part"\n```\n',
        13,
        "may only be a zoom",
        "{ .python .no-copy }",
    ),
    "unknown test": (
        "docs/index.md",
        "\nChecked by `tests/oracles/test_gone.py::test_it`.\n",
        13,
        "tests/oracles/test_gone.py does not exist",
        "name the test that checks this page",
    ),
    "picture without words": ("docs/index.md", "\n![](a.png)\n", 13, "no alternative text", "say what it shows"),
    "picture with a file name": (
        "docs/index.md",
        "\n![a.png](a.png)\n",
        13,
        "no alternative text",
        "say what it shows",
    ),
    "bad TeX": (
        "docs/index.md",
        "\nWords, then $\\frac{1$.\n",
        13,
        "bad TeX in the formula «\\frac{1»",
        "correct the formula",
    ),
    "unknown TeX": (
        "docs/index.md",
        "\n$$\n\\nonsense\n$$\n",
        14,
        "bad TeX in the formula «\\nonsense»",
        "correct the formula",
    ),
    "broken link": (
        "docs/index.md",
        "\n[a](gone.md)\n",
        13,
        "link gone.md: the target is not found",
        "correct the link",
    ),
    "broken link from the root": (
        "docs/index.md",
        "\n[a](/gone.md)\n",
        13,
        "link /gone.md: the target",
        "correct the link",
    ),
    "unknown citation": (
        "docs/index.md",
        "\nAs [@gone2020] says.\n",
        13,
        "[@gone2020] is not in docs/_data/sources.bib",
        "add an entry",
    ),
    "broken anchor": (
        "docs/index.md",
        "\n[a](#gone)\n",
        13,
        "link #gone: there is no such anchor",
        "name a heading's id",
    ),
    "unknown exercise": (
        "docs/index.md",
        "\n[EXERCISE demo/gone]\n",
        13,
        "exercises/demo/gone.py does not exist",
        "correct it, or add the file",
    ),
    "exercise of no kind": (
        "exercises/demo/a.py",
        EXERCISE.replace(": fix", ""),
        1,
        "is of no kind",
        "predict, fill, fix",
    ),
    "exercise without a title": (
        "exercises/demo/a.py",
        EXERCISE.replace("# # Add", "# Add"),
        2,
        "has no title",
        "begin the task with",
    ),
    "exercise without hints": (
        "exercises/demo/a.py",
        EXERCISE.replace("# %% hints\n# sign: Look at the sign.\n", ""),
        1,
        "has no hints",
        "add a part",
    ),
    "exercise with an unknown hint": (
        "exercises/demo/a.py",
        EXERCISE.replace("wrong: sign", "wrong: sing", 1),
        15,
        "means the hint 'sing'",
        "add it to hints",
    ),
    "exercise with two wrong answers": (
        "exercises/demo/a.py",
        EXERCISE.rpartition("# %%")[0],
        1,
        "has 2 wrong answers",
        "give 3",
    ),
    "exercise that is not Python": (
        "exercises/demo/a.py",
        EXERCISE.replace("print(1 - 1)", "print(1 - "),
        5,
        "not Python",
        "correct the line",
    ),
    "exercise with an unknown part": (
        "exercises/demo/a.py",
        EXERCISE.replace("%% why", "%% because"),
        13,
        "begins no part",
        "then wrong: HINT",
    ),
    "exercise that no page shows": ("exercises/demo/a.py", EXERCISE, 1, "no page shows it", "[EXERCISE demo/a]"),
    "page outside nav": ("docs/more.md", "# More\n", 1, 'not included in the "nav"', "add the page to nav"),
    "unclosed section": (
        "snippets/demo/add.py",
        "# --8<-- [start:part]\n",
        6,
        "section part is never closed",
        "[end:part]",
    ),
    "repeated section": (
        "snippets/demo/add.py",
        "# --8<-- [start:a]\n# --8<-- [end:a]\n# --8<-- [start:a]\n# --8<-- [end:a]\n",
        8,
        "section a begins twice",
        "another name",
    ),
    "orphan snippet": (
        "snippets/demo/alone.py",
        '"""Alone."""\nx = 1  # <-\n',
        1,
        "no page shows it",
        "include it in a page",
    ),
    "orphan output": ("snippets/demo/alone.out", "1\n", 1, "belongs to no snippet", "delete it"),
    "no docstring": ("snippets/demo/bare.py", "x = 1  # <-\n", 1, "has no docstring", "begin with one sentence"),
    "foreign import": ("snippets/demo/add.py", "import pandas\n", 1, "imports pandas", "use the standard library"),
    "too long": ("snippets/demo/add.py", "x = 1\n" * 40, 41, "has 45 lines, at most 40", "split it"),
}


def test_nothing_wrong(project: Path) -> None:
    """The small site builds: whatever fails below, fails for its own reason."""
    assert build(project) == []
    assert "sum 3.50" in (project / "site/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", WRONG)
def test_build_stops(name: str, project: Path) -> None:
    """One message with file, line, fault and mend; the site that was built before is still there."""
    (project / "site").mkdir()
    (project / "site/before.html").write_text("built before", encoding="utf-8")
    file, addition, line, fault, mend = WRONG[name]
    path = project / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + addition, encoding="utf-8")
    found = [f for f in build(project) if f.startswith(f"{file}:{line}: ")]
    message = next((f for f in found if fault in f), "")
    assert message, f"no message names {file}:{line} and {fault!r}: {build(project)}"
    assert mend in message.partition("Mend: ")[2]
    assert (project / "site/before.html").read_text(encoding="utf-8") == "built before"


def test_command_fails(project: Path) -> None:
    """The command itself exits non-zero and prints the message, without a traceback."""
    with (project / "docs/index.md").open("a") as page:
        page.write("\n[a](gone.md)\n")
    command = [sys.executable, "-m", "tools.build", "site", "--root", str(project)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1
    assert done.stderr.startswith("docs/index.md:13: link gone.md")
    assert "Traceback" not in done.stderr
