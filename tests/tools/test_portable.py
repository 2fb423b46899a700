"""No text is read or written in whatever encoding the machine has, since its locale may know no UTF-8."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.snippets import ROOT

FILES = sorted(path for folder in ("tools", "tests") for path in (ROOT / folder).rglob("*.py"))


def left_to_the_locale(source: str) -> Iterator[int]:
    """Numbers of the lines that open text, or read what a program prints, without saying in which encoding."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or any(word.arg in ("encoding", None) for word in node.keywords):
            continue
        words = {word.arg: ast.unparse(word.value) for word in node.keywords}
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = {"read_text": 0, "write_text": 1, "open": -1}.get(name)
        mode = words.get("mode") or (ast.unparse(node.args[-1]) if node.args else "")
        if name == "open" and ("b" in mode.strip("'\"") or ast.unparse(node.func) not in ("open", "io.open")):
            continue  # bytes, or something else that can be opened
        if (place is not None and len(node.args) <= max(place, 0) + (name == "open")) or words.get("text") == "True":
            yield node.lineno


def test_encodings_are_said() -> None:
    """In every file of ours."""
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in FILES
        for line in left_to_the_locale(path.read_text(encoding="utf-8"))
    ]
    assert not found, f"{', '.join(found)}: text without an encoding. Mend: add encoding='utf-8'."


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("p.read_text()", 1),
        ("p.read_text(encoding='utf-8')", 0),
        ("p.read_text('utf-8')", 0),
        ("p.write_text(x)", 1),
        ("open(p)", 1),
        ("open(p, 'rb')", 0),
        ("subprocess.run(line, text=True)", 1),
        ("subprocess.run(line, text=True, encoding='utf-8')", 0),
        ("subprocess.run(line)", 0),
        ("tarfile.open(p)", 0),
    ],
)
def test_what_is_found(code: str, count: int) -> None:
    """Each way to leave it to the machine, and each way not to."""
    assert len(list(left_to_the_locale(code))) == count


def test_paths_are_ours() -> None:
    """The search looks at something."""
    assert Path(__file__) in FILES and len(FILES) > 100
