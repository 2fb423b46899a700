"""Exercises that check themselves: read their files, and put them into the pages.

A page shows exercises/CHAPTER/NAME.py where it says [EXERCISE CHAPTER/NAME], and all in a list where it says
[EXERCISES].

A file has parts, each begun by a line `# %% PART`:

    task: KIND      predict, fill or fix; a heading, then what is asked, as Markdown in comments
    starter         the code that the reader gets; it runs alone and prints something
    tests           functions test_…, which call expect (theme/assets/python/expect.py)
    hints           `# name: …`, one a line; a longer one goes on in lines that begin `#   `
    solution        the code that passes
    why             what to notice, as Markdown in comments, shown with the solution
    wrong: HINT     a typical wrong answer, at least three; the first test that it fails must give this hint

In a predict exercise, solutions and wrong answers are one line, guess = …, which replaces the starter's.
"""

import ast
import html
import importlib.util
import json
import logging
import re
import textwrap
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from tools.pages import nav

log = logging.getLogger("mkdocs.exercises")

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / "theme/assets/python"
KINDS = {"predict": "Predict", "fill": "Fill in", "fix": "Fix"}
PARTS = ("task", "starter", "tests", "hints", "solution", "why")
FEWEST = 3  # wrong answers
MARK = re.compile(r"\[EXERCISE (?P<name>[\w-]+/[\w-]+)\]")
LIST = "[EXERCISES]"
PART = re.compile(r"# %% (?P<part>\w+)(?:: *(?P<value>[\w-]+))? *")
GUESS = re.compile(r"^guess = .*$", re.M)


class ExerciseError(Exception):
    """What is wrong with an exercise, as one message: file, line, fault, mend."""


@dataclass
class Exercise:
    """One exercise as written."""

    name: str  # chapter/stem
    kind: str
    title: str
    task: str
    starter: str
    tests: str
    hints: dict[str, str]
    solution: str
    why: str
    wrong: list[tuple[str, str]] = field(default_factory=list)  # the intended hint and the code

    @property
    def file(self) -> str:
        """Its file as contributors know it."""
        return f"exercises/{self.name}.py"

    @property
    def id(self) -> str:
        """Its address on a page."""
        return "exercise-" + self.name.partition("/")[2].replace("_", "-")

    @property
    def needs_torch(self) -> bool:
        """Whether it can only be done outside the page."""
        return bool(re.search(r"^\s*(?:import|from) torch\b", self.starter, re.M))


@cache
def harness() -> tuple[ModuleType, ModuleType]:
    """The modules that check exercises in the page: harness and expect."""
    modules = []
    for name in ("harness", "expect"):
        spec = importlib.util.spec_from_file_location(name, PYTHON / f"{name}.py")
        assert spec and spec.loader
        modules.append(importlib.util.module_from_spec(spec))
        spec.loader.exec_module(modules[-1])
    return modules[0], modules[1]


def exercises(root: Path = ROOT) -> list[Path]:
    """Every exercise of a project, in the order of the file names."""
    return sorted((root / "exercises").glob("*/*.py"))


def _words(lines: list[str]) -> str:
    """Markdown out of comments."""
    return "\n".join(re.sub("^# ?", "", line) for line in lines).strip()


def read(path: Path) -> Exercise:
    """Read one exercise. Raises ExerciseError where a part is missing, or says what it cannot mean."""
    return _parse(f"{path.parent.name}/{path.stem}", path.read_text(encoding="utf-8"))


@cache
def _parse(name: str, text: str) -> Exercise:
    """One exercise out of its file's text; remembered, since a page may be shown many times while it is written."""
    where = f"exercises/{name}.py"
    parts: dict[str, str] = {}
    starts: dict[str, int] = {}
    wrong: list[tuple[str, str, int]] = []
    kind, part, value, start = "", "", "", 0
    lines: list[str] = []

    def close() -> None:
        content = "\n".join(lines).strip("\n")
        if part == "wrong":
            wrong.append((value, content + "\n", start))
        elif part:
            parts[part], starts[part] = content, start

    for number, line in enumerate([*text.splitlines(), "# %% end"], 1):
        if not line.startswith("# %%"):
            if not part and line.strip():
                raise ExerciseError(f"{where}:{number}: stands before the first part. Mend: begin with # %% task: fix")
            lines.append(line)
            continue
        close()
        match = PART.fullmatch(line)
        part, value = (match["part"], match["value"] or "") if match else ("", "")
        if part not in (*PARTS, "wrong", "end") or part in parts:
            raise ExerciseError(
                f"{where}:{number}: {line!r} begins no part, or one that is there. "
                f"Mend: use {', '.join(PARTS)} once each, then wrong: HINT."
            )
        kind = value if part == "task" else kind
        lines, start = [], number
    for one in PARTS:
        if not parts.get(one):
            raise ExerciseError(f"{where}:1: has no {one}. Mend: add a part # %% {one}")
    if kind not in KINDS:
        raise ExerciseError(f"{where}:{starts['task']}: is of no kind. Mend: # %% task: {', '.join(KINDS)}")
    task = _words(parts["task"].splitlines())
    if not (head := re.match(r"# (.+)\n", task)):
        raise ExerciseError(f"{where}:{starts['task'] + 1}: has no title. Mend: begin the task with # # Title")
    hints: dict[str, str] = {}
    for number, row in enumerate(parts["hints"].splitlines(), starts["hints"] + 1):
        if match := re.fullmatch(r"# ([\w-]+): (.+)", row):
            hints[match[1]] = match[2].strip()
        elif hints and row.startswith("#   "):
            hints[list(hints)[-1]] += " " + row[4:].strip()
        elif row:
            raise ExerciseError(f"{where}:{number}: is no hint. Mend: # name: what helps")
    starter = parts["starter"] + "\n"

    def whole(code: str) -> str:
        return GUESS.sub(lambda _: code.strip(), starter, count=1) if kind == "predict" else code.rstrip() + "\n"

    if kind == "predict" and not re.match(r"guess = None\b", starter):
        raise ExerciseError(f"{where}:{starts['starter'] + 1}: has no guess. Mend: begin with guess = None")
    for one in ("starter", "tests", "solution"):
        try:
            ast.parse(parts[one])
        except SyntaxError as error:
            bad_line = starts[one] + (error.lineno or 1)
            raise ExerciseError(f"{where}:{bad_line}: not Python: {error.msg}. Mend: correct the line.") from None
    for hint, _, begins in wrong:
        if hint not in hints:
            raise ExerciseError(
                f"{where}:{begins}: means the hint {hint!r}, which is not there. Mend: add it to hints."
            )
    if len(wrong) < FEWEST:
        raise ExerciseError(
            f"{where}:1: has {len(wrong)} wrong answers. Mend: give {FEWEST} that readers may think of."
        )
    return Exercise(
        name,
        kind,
        head[1].strip(),
        task[head.end() :].strip(),
        starter,
        parts["tests"] + "\n",
        hints,
        whole(parts["solution"]),
        _words(parts["why"].splitlines()),
        [(hint, whole(code)) for hint, code, _ in wrong],
    )


def download(one: Exercise) -> str:
    """The exercise as one file: run it with Python to see what it prints, with pytest to check it."""
    stem = one.name.partition("/")[2]
    task = textwrap.fill(re.sub(r"\s+", " ", one.task), 100, break_long_words=False, break_on_hyphens=False)
    helper = (PYTHON / "expect.py").read_text(encoding="utf-8")
    helper = helper[helper.index("import math") :]
    words = "\n".join(f"# {name}: {hint}" for name, hint in one.hints.items())
    return (
        f'r"""{one.title}\n\n{task}\n\n'
        f"python {stem}.py    runs it\npytest {stem}.py    checks it (pip install pytest)\n"
        f'"""\n\n{one.starter}\n\n# ---- the tests\n\n{helper}\n\n{one.tests}\n\n'
        f"# ---- hints, by the names in the tests\n{words}\n"
    )


def markdown(one: Exercise) -> list[str]:
    """The exercise as Markdown: all of it can be read without a script."""
    data = html.escape(json.dumps(one.hints, ensure_ascii=False), quote=True)
    fence = "`" * 4
    stem = one.name.partition("/")[2]
    up = "../" * (page_of(one.name).count("/"))
    away = f"Take it along: [{stem}.py]({up}{one.file}){{ download={stem}.py }}, checked by `pytest {stem}.py`."
    note = f"This one needs PyTorch, which no browser runs. {away}" if one.needs_torch else away
    text = f"""\
### {KINDS[one.kind]}: {one.title} {{ #{one.id} }}

<div class="exercise" data-exercise="{one.name}" data-kind="{one.kind}" data-hints="{data}" markdown="1">

{one.task}

{fence}{{ .python title="{one.file}" }}
{one.starter}{fence}

??? quote "The tests"

{textwrap.indent(f"{fence}{{ .python .no-copy .tests }}{chr(10)}{one.tests}{fence}", "    ")}

??? success "Solution"

{textwrap.indent(f"{fence}{{ .python .solution }}{chr(10)}{one.solution}{fence}{chr(10)}{chr(10)}{one.why}", "    ")}

{note}
{{ .take-along }}

</div>
"""
    return text.splitlines()


def pages(root: Path = ROOT) -> dict[str, list[tuple[str, str]]]:
    """Each section that has exercises: the name of each in reading order, and the page that shows it."""
    files = sorted((root / "docs").rglob("*.md"))
    return _pages(root, tuple((path, path.stat().st_mtime_ns) for path in (root / "mkdocs.yml", *files)))


@lru_cache(1)
def _pages(root: Path, state: object) -> dict[str, list[tuple[str, str]]]:
    """What `pages` returns, remembered until a page changes."""
    found: dict[str, list[tuple[str, str]]] = {}
    for title, files in nav(root).items():
        for file in (file for file in files if file.endswith(".md")):
            for match in MARK.finditer((root / "docs" / file).read_text(encoding="utf-8")):
                found.setdefault(title, []).append((match["name"], file))
    return found


def page_of(name: str) -> str:
    """The page that shows an exercise, below docs/; empty where none does."""
    return next((page for shown in pages().values() for one, page in shown if one == name), "")


def listing() -> list[str]:
    """All exercises as Markdown, by section, for the page that lists them (in docs/learn/)."""
    lines: list[str] = []
    for title, shown in pages().items():
        lines += [f"## {title}", ""]
        for name, page in shown:
            one = read(ROOT / f"exercises/{name}.py")
            address = page.removeprefix("learn/") if page.startswith("learn/") else f"../{page}"
            needs = " (needs PyTorch)" if one.needs_torch else ""
            kind = KINDS[one.kind]
            lines.append(f"- {kind}: [{one.title}]({address}#{one.id}){{ data-listed={name} }}{needs}")
        lines.append("")
    return lines


class _Exercises(Preprocessor):
    """Replace the marks."""

    def run(self, lines: list[str]) -> list[str]:
        out: list[str] = []
        for line in lines:
            match = MARK.fullmatch(line.strip())
            if line.strip() == LIST:
                out += listing()
                continue
            if not match:
                out.append(line)
                continue
            try:
                path = ROOT / f"exercises/{match['name']}.py"
                if not path.is_file():
                    raise ExerciseError(f"{line.strip()}: exercises/{match['name']}.py does not exist")
                out += markdown(read(path))
            except ExerciseError as error:
                log.warning("%s", error)  # which fails a strict build
                out.append(line)
        return out


class ExercisesExtension(Extension):
    """Run before fences and formulas are read."""

    def extendMarkdown(self, md: Markdown) -> None:  # the name is Python-Markdown's
        """Register the preprocessor."""
        md.preprocessors.register(_Exercises(md), "exercises", 33)


def makeExtension(**options: Any) -> ExercisesExtension:  # the name is Python-Markdown's
    """The entry point that Python-Markdown looks for."""
    return ExercisesExtension(**options)
