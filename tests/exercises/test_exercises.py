"""Each exercise: the solution passes, the starter fails, typical wrong answers fail with the hint meant for them."""

import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tools.exercises import Exercise, download, exercises, harness, read
from tools.labs.numbers import values

ALL = exercises()
COLUMNS = 84
SMALL = 12  # whole numbers up to this count things and need no print


def names(path: Path) -> str:
    """How pytest calls an exercise."""
    return f"{path.parent.name}/{path.stem}"


def checked(one: Exercise, code: str) -> tuple[list[dict[str, Any]], str]:
    """What the tests say of some code, and what it printed."""
    run, expect = harness()
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        results = run.check(code, one.tests, expect)
    assert results, f"{one.file}: has no test. Mend: name its functions test_…"
    return results, output.getvalue()


@pytest.mark.parametrize("path", ALL, ids=names)
def test_solution_passes(path: Path) -> None:
    """Every test passes, and the solution prints something to look at."""
    one = read(path)
    results, output = checked(one, one.solution)
    assert all(result["ok"] for result in results), results
    assert output.strip(), f"{one.file}: the solution prints nothing"


@pytest.mark.parametrize("path", ALL, ids=names)
def test_starter_runs_and_fails(path: Path) -> None:
    """The starter runs alone and prints something, and at least one test says in words what is missing."""
    one = read(path)
    results, output = checked(one, one.starter)
    assert output.strip(), f"{one.file}: the starter prints nothing"
    wrong = [result for result in results if not result["ok"]]
    assert wrong, f"{one.file}: the starter passes already"
    assert results[0]["name"] != "the code runs", f"{one.file}: the starter does not run: {results}"
    words = "no guess yet" if one.kind == "predict" else "should be"
    assert all(words in result["text"] for result in wrong), wrong


@pytest.mark.parametrize("path", ALL, ids=names)
def test_wrong_answers_get_their_hints(path: Path, record_property: Callable[[str, object], None]) -> None:
    """Each typical wrong answer fails, and the first test that it fails gives the hint meant for it."""
    one = read(path)
    for hint, code in one.wrong:
        wrong = [result for result in checked(one, code)[0] if not result["ok"]]
        assert wrong, f"{one.file}: this wrong answer passes:\n{code}"
        assert wrong[0]["hint"] == hint, f"{one.file}: the hint for {hint} should come, but came {wrong[0]}\n{code}"
    record_property("exercises_right", 1)


@pytest.mark.parametrize("path", ALL, ids=names)
def test_wrong_answers_differ_and_code_is_narrow(path: Path) -> None:
    """No two wrong answers are the same code, every hint can come, and no line scrolls."""
    one = read(path)
    codes = [re.sub(r"\s+", " ", code) for _, code in one.wrong]
    assert len(set(codes)) == len(codes)
    wide = [row for code in (one.starter, one.tests, one.solution) for row in code.splitlines() if len(row) > COLUMNS]
    assert not wide, f"{one.file}: wider than a page shows: {wide}"
    assert len({hint for hint, _ in one.wrong}) >= 2
    used = set(re.findall(r"[\"'](\w+)[\"']", one.tests))
    assert set(one.hints) <= used, f"{one.file}: no test gives the hints {set(one.hints) - used}"


@pytest.mark.parametrize("path", ALL, ids=names)
def test_numbers_in_words_are_shown(path: Path) -> None:
    """A number in the task, a hint or the explanation stands in the code or in what it prints."""
    one = read(path)
    shown = "\n".join(
        [one.starter, one.tests, one.solution, checked(one, one.solution)[1], checked(one, one.starter)[1]]
    )
    known = values(shown)
    for text in (one.task, one.why, *one.hints.values()):
        for number in values(re.sub(r"\]\([^)]*\)|`[^`]*`|\$[^$]*\$", "", text)):
            if number == int(number) and number <= SMALL:
                continue
            assert any(abs(number - other) < 1e-9 for other in known), f"{one.file}: {number:g} is shown nowhere"


def test_downloads_hold_the_same_tests(tmp_path: Path) -> None:
    """Each exercise as a file of its own, under pytest: it fails as it is, and passes with the solution."""
    for path in ALL:
        one = read(path)
        text = download(one)
        assert one.starter in text
        (tmp_path / f"test_{path.stem}_as_it_is.py").write_text(text, encoding="utf-8")
        solved = text.replace(one.starter, one.solution)
        (tmp_path / f"test_{path.stem}_solved.py").write_text(solved, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--tb=no",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        "-rfE",
    ]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, env=dict(os.environ, PYTHONPATH=""), encoding="utf-8"
    )
    failed = set(re.findall(r"^(?:FAILED|ERROR) (test_\w+\.py)", done.stdout, re.M))
    assert failed == {f"test_{path.stem}_as_it_is.py" for path in ALL}, done.stdout[-2000:]
