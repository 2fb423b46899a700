"""The reference: a Python-Markdown extension that writes what the site knows of itself into its pages.

[GLOSSARY]    on the glossary: how many terms, and under each entry the pages that use it
[SNIPPETS]    every snippet: what it shows, its tiers, what checks it, when it was last verified, downloads
[PROMISES]    each promise of docs/_data/promises.yaml, its tests, and the figure of the last full run
[FIGURES]     the figures that docs/_data/promises.yaml names, as cards, and the run that they are from

Places to link to come from here too: the first link to a term on a page is #term-<term>, and the block of a snippet
is #snippet-<chapter>-<stem>. What the last full run counted, with which versions and when, is in the
record (tools/record.py).
"""

import ast
import logging
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import yaml
from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from tools.pages import address, anchor, in_order, lines_of, nav, shown, title_of
from tools.record import fingerprint, read_record
from tools.snippets import ROOT, find, imports, tier_of

log = logging.getLogger("mkdocs.reference")

GLOSSARY = "docs/reference/glossary.md"
ENTRY = re.compile(r"^## (?P<title>.+?) *\{ *#(?P<id>[\w-]+)(?P<rest>[^}]*)\}")
TERM = re.compile(r"glossary\.md#([\w-]+)$")
PROMISES = "docs/_data/promises.yaml"
TIERS = {"plain": "Plain Python", "numpy": "NumPy", "torch": "PyTorch"}


class FaultyData(Exception):
    """What is wrong with the data of the reference, as one message: file, line, fault, mend."""


# ---------------------------------------------------------------- the glossary


def uses(root: Path = ROOT) -> dict[str, list[Path]]:
    """Each term's id -> the pages that link to it, in reading order, the glossary left out."""
    found: dict[str, list[Path]] = {}
    for page in in_order(root):
        if page == root / GLOSSARY:
            continue
        for term in dict.fromkeys(re.findall(r"glossary\.md#([\w-]+)\)", "\n".join(lines_of(page)))):
            found.setdefault(term, []).append(page)
    return found


def used_on(term: str, pages: list[Path], root: Path = ROOT) -> list[str]:
    """The pages that use a term as Markdown: the first in sight, the others folded."""
    links = [f"[{title_of(page)}]({address(page, root)}#term-{term})" for page in pages]
    if not links:
        return []
    if len(links) == 1:
        return ["", f"Used on {links[0]}", "{ .where }", ""]
    more = f"{len(links) - 1} more page{'s' if len(links) > 2 else ''}"
    return [
        "",
        f"First used on {links[0]}",
        "{ .where }",
        "",
        f'<details class="uses" markdown="1"><summary>Used on {more}</summary>',
        "",
        " · ".join(links[1:]),
        "",
        "</details>",
        "",
    ]


def write_glossary(lines: list[str], root: Path = ROOT) -> list[str]:
    """The glossary's lines, under each entry the pages that use its term, and the count in place of the mark."""
    known, term = uses(root), ""
    out: list[str] = []
    for line in lines:
        entry = ENTRY.match(line)
        if entry and term:
            out += used_on(term, known.get(term, []), root)
        term = entry["id"] if entry else term
        if line.strip() == "[GLOSSARY]":
            count = sum(1 for row in lines if ENTRY.match(row))
            links = sum(len(pages) for pages in known.values())
            line = f"{count} terms, linked from {len({p for pages in known.values() for p in pages})} pages "
            line += f"in {links:,} places."
        out.append(line)
    return out + used_on(term, known.get(term, []), root)


# ---------------------------------------------------------------- the index of snippets


@lru_cache(1)
def _oracles(root: Path, state: object) -> dict[str, list[tuple[str, str]]]:
    """chapter/concept -> the tests that compare it with something else: name, and what they say they do."""
    concepts: dict[str, set[str]] = {}
    for path in find(root / "snippets"):
        concepts.setdefault(path.parent.name, set()).add(tier_of(path)[0])
    found: dict[str, list[tuple[str, str]]] = {}
    for chapter, names in concepts.items():
        for file in sorted((root / "tests/oracles").glob(f"test_{chapter}*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
                    continue
                test = node.name.removeprefix("test_")
                of = [name for name in names if test == name or test.startswith(f"{name}_")]
                if of:
                    says = (ast.get_docstring(node) or "").split("\n\n")[0].replace("\n", " ")
                    where = f"{file.relative_to(root).as_posix()}::{node.name}"
                    found.setdefault(f"{chapter}/{max(of, key=len)}", []).append((where, says))
    return found


def oracles(root: Path = ROOT) -> dict[str, list[tuple[str, str]]]:
    """The tests of each concept, remembered until one of the files changes."""
    files = (*(root / "tests/oracles").glob("*.py"), *find(root / "snippets"))
    return _oracles(root, tuple((file, file.stat().st_mtime_ns) for file in files))


def _concept(chapter: str, concept: str, paths: list[Path], verified: dict[str, Any], root: Path) -> list[str]:
    """One concept of the index as Markdown."""
    first = ast.get_docstring(ast.parse(paths[0].read_text(encoding="utf-8"))) or ""
    tiers, old = [], []
    for path in paths:
        stem = f"{chapter}/{path.stem}"
        page, _ = shown(f"{stem}.py", root)
        name = TIERS[next((tier for tier in ("torch", "numpy") if tier in imports(path)), "plain")]
        links = [f"[.py](/snippets/{stem}.py){{ download={path.name} aria-label='{stem}.py' }}"]
        if "torch" in imports(path):
            links.append(f"[.ipynb](/snippets/{stem}.ipynb){{ download={path.stem}.ipynb aria-label='{stem}.ipynb' }}")
        tiers.append(f"[{name}]({address(page, root)}#{anchor(stem)}) ({', '.join(links)})")
        if verified["snippets"].get(stem) != fingerprint(path):
            old.append(path.name)
    state = f"Verified on {verified['date']}." if not old else "Not verified since its last change."
    if not any(f"{chapter}/{path.stem}" in verified["snippets"] for path in paths):
        state = "Not yet in the record of a full run."
    checks = [f"`{test.split('::')[1]}`: {says}" for test, says in oracles(root).get(f"{chapter}/{concept}", [])]
    kind, words = "Solution: " * concept.startswith("solve_"), concept.removeprefix("solve_").replace("_", " ")
    lines = [f"**{kind}{words}.** {first.splitlines()[0]} {'; '.join(tiers)}. {state}", ""]
    lines += [
        f'<details class="uses" markdown="1"><summary>Checked by {len(checks)} test{"s" * (len(checks) > 1)}</summary>',
        "",
    ]
    return lines + [*(f"- {check}" for check in checks), "", "</details>", ""]


def write_snippets(root: Path = ROOT) -> list[str]:
    """Every snippet by chapter, in the order of the pages that show them."""
    titles = {page.split("/")[1]: title for title, files in nav(root).items() for page in files if page.count("/") == 2}
    # The folders of snippets that no folder of pages is named after.
    titles |= {"models": "Models", "objectives": "Objectives", "errata": "Errata"}
    order = {page: number for number, page in enumerate(in_order(root))}
    chapters: dict[str, dict[str, list[Path]]] = {}
    for path in find(root / "snippets"):
        chapters.setdefault(path.parent.name, {}).setdefault(tier_of(path)[0], []).append(path)
    verified = read_record()

    def place(paths: list[Path]) -> tuple[int, int]:
        page, line = min(shown(f"{path.parent.name}/{path.name}", root) for path in paths)
        return order[page], line

    count = sum(len(paths) for concepts in chapters.values() for paths in concepts.values())
    versions = ", ".join(f"{name} {version}" for name, version in verified["versions"].items())
    concepts_in_all = sum(map(len, chapters.values()))
    ran = f"The last full run: {verified['date']}, {versions}." if verified["date"] else "No full run is on record."
    lines = [f"{count} snippets, {concepts_in_all} concepts. {ran}", ""]
    for chapter, concepts in sorted(chapters.items(), key=lambda item: min(map(place, item[1].values()))):
        lines += [f"## {titles.get(chapter, chapter)} {{ #{chapter} }}", ""]
        for concept, paths in sorted(concepts.items(), key=lambda item: place(item[1])):
            paths = sorted(paths, key=lambda path: list(TIERS).index(tier_of(path)[1] or "plain"))
            lines += _concept(chapter, concept, paths, verified, root)
    return lines


# ---------------------------------------------------------------- promises and their figures


def promises(root: Path = ROOT) -> dict[str, list[dict[str, Any]]]:
    """`promises` and `figures` of the data file. Raises FaultyData for a test that does not exist."""
    text = (root / PROMISES).read_text(encoding="utf-8")
    loaded: dict[str, list[dict[str, Any]]] = yaml.safe_load(text)
    for row in loaded["promises"]:
        for file in row["tests"]:
            if not (root / file).exists():
                line = next(n for n, one in enumerate(text.splitlines(), 1) if file in one)
                raise FaultyData(f"{PROMISES}:{line}: {file} does not exist. Mend: name the tests that keep it.")
    return loaded


def fill(text: str, facts: dict[str, float]) -> str:
    """A text with {name} filled by the facts of the last full run; one that it did not count says so."""
    try:
        return re.sub(r"\{(\w+)\}", lambda match: f"{facts[match[1]]:,.0f}", text)
    except KeyError:
        return "Not counted in the last full run"


def write_promises(root: Path = ROOT) -> list[str]:
    """The promises as Markdown: what is promised, the newest figure, what keeps it."""
    last = read_record()
    out: list[str] = []
    for row in promises(root)["promises"]:
        count = sum(n for file, n in last["tests"].items() if any(file.startswith(test) for test in row["tests"]))
        figures = [fill(row["figure"], last["facts"])] if row.get("figure") else []
        figures += [f"{count:,} test{'s' * (count != 1)} passed"] if count else []
        tests = ", ".join(f"`{test}`" for test in row["tests"])
        out += [
            f"### {row['promise']}",
            "",
            f"**{'; '.join(figures) or 'Not in the last full run'}.** {row['how']}",
            "",
        ]
        out += [f"In {tests}.", "{ .where }", ""]
    return out


def write_figures(root: Path = ROOT) -> list[str]:
    """The figures of the last full run as cards, and what run that was."""
    last = read_record()
    if not last["date"]:
        return ["No full run is on record: `make test` writes its figures here.", ""]
    out = ['<div class="facts" markdown="1">', ""]
    for row in promises(root)["figures"]:
        if set(re.findall(r"\{(\w+)\}", row["number"] + row["meaning"])) <= set(last["facts"]):  # else not counted
            out.append(f"- **{fill(row['number'], last['facts'])}** {fill(row['meaning'], last['facts'])}")
    versions = ", ".join(f"{name} {version}" for name, version in last["versions"].items())
    return [*out, "", "</div>", "", f"Printed by the test run of {last['date']}: {versions}.", ""]


# ---------------------------------------------------------------- the extension

MARKS = {"[SNIPPETS]": write_snippets, "[PROMISES]": write_promises, "[FIGURES]": write_figures}


class _Marks(Preprocessor):
    """Replace the marks."""

    def run(self, lines: list[str]) -> list[str]:
        if "[GLOSSARY]" in lines:
            return write_glossary(lines)
        out: list[str] = []
        for line in lines:
            try:
                out += MARKS[line.strip()]() if line.strip() in MARKS else [line]
            except FaultyData as error:
                log.warning("%s", error)  # which fails a strict build
        return out


class _Terms(Treeprocessor):
    """Give the first link to each term an id, so that the glossary can lead back to it."""

    def run(self, root: Element) -> None:
        seen: set[str] = set()
        for link in root.iter("a"):
            match = TERM.search(link.get("href", ""))
            if match and match[1] not in seen and not link.get("id"):
                seen.add(match[1])
                link.set("id", f"term-{match[1]}")


BLOCK = re.compile(r'<div class="([^"]*\bhighlight)">(?=<span class="filename">snippets/([\w/]+)\.py</span>)')


class _Blocks(Postprocessor):
    """Give each snippet's block an id, and tell MkDocs, which looks for ids before code is in its place."""

    def run(self, text: str) -> str:
        seen: set[str] = set()

        def name(match: re.Match[str]) -> str:
            one = anchor(match[2])
            if one in seen or "no-copy" in match[1]:
                return match[0]
            seen.add(one)
            return f'<div class="{match[1]}" id="{one}">'

        text = BLOCK.sub(name, text)
        for processor in self.md.treeprocessors:
            known: set[str] = getattr(processor, "present_anchor_ids", set())
            known |= seen
        return text


class ReferenceExtension(Extension):
    """Run before includes are read; blocks, when code is in its place."""

    def extendMarkdown(self, md: Markdown) -> None:  # the name is Python-Markdown's
        """Register the processors."""
        md.preprocessors.register(_Marks(md), "reference", 34)
        md.treeprocessors.register(_Terms(md), "terms", 6)
        md.postprocessors.register(_Blocks(md), "blocks", 1)


def makeExtension(**options: object) -> ReferenceExtension:  # the name is Python-Markdown's
    """The entry point that Python-Markdown looks for."""
    return ReferenceExtension(**options)
