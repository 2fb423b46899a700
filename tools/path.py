"""The map of the learning path: a Python-Markdown extension that draws it where a page says [PATH].

Everything comes from the pages themselves: chapters and their order from nav in mkdocs.yml, questions from the
titles, what a page is about from its description, minutes from tools.reading, and what a chapter builds on from
`builds_on:` on its first page. So the map cannot be out of date.
"""

import html
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from tools.pages import nav
from tools.reading import ROOT, expand, minutes

log = logging.getLogger("mkdocs.path")

MARK = "[PATH]"
LEFT, TOP, STEP, WIDTH = 90, 26, 46, 330  # of the drawing, in its own units


@dataclass
class Page:
    """One page of the path: its address below docs/learn/, its question, what it is about, its minutes."""

    address: str
    question: str
    description: str
    minutes: int


@dataclass
class Chapter:
    """One chapter: the name of its folder, its title, its pages, and the folders of the chapters it builds on."""

    folder: str
    title: str
    pages: list[Page]
    builds_on: list[str]

    @property
    def minutes(self) -> int:
        """Of all its pages."""
        return sum(page.minutes for page in self.pages)


class PathError(Exception):
    """What is wrong with the data of the map, as one message: file, line, fault, mend."""


def read_page(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Front matter and lines of one page."""
    text = path.read_text(encoding="utf-8")
    match = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    return (yaml.safe_load(match[1]) if match else {}), text.splitlines()


def chapters(root: Path = ROOT) -> list[Chapter]:
    """The chapters in reading order. Raises PathError where one builds on a chapter that does not come before it."""
    found: list[Chapter] = []
    for title, files in nav(root).items():
        if not files or not all(re.fullmatch(r"learn/[\w-]+/[\w-]+\.md", file) for file in files):
            continue
        chapter = Chapter(files[0].split("/")[1], title, [], [])
        for file in files:
            meta, lines = read_page(root / "docs" / file)
            question = next(line[2:] for line in lines if line.startswith("# "))
            time = minutes(expand(lines))
            chapter.pages.append(Page(file.removeprefix("learn/"), question, meta.get("description", ""), time))
            chapter.builds_on += meta.get("builds_on", [])
        for name in chapter.builds_on:
            if name not in [c.folder for c in found]:
                raise PathError(
                    f"docs/{files[0]}:1: builds on {name}, which is no chapter before it. Mend: correct builds_on."
                )
        found.append(chapter)
    return found


def draw(path: list[Chapter]) -> str:
    """The map as inline SVG: a stop and a link for each chapter, an arc from each chapter that it builds on."""
    places = {chapter.folder: TOP + STEP * number for number, chapter in enumerate(path)}
    stops = []
    for number, chapter in enumerate(path, 1):
        y = places[chapter.folder]
        arcs = []
        for name in chapter.builds_on:
            reach = min(LEFT - 8, 14 + (y - places[name]) / STEP * 9)  # longer arcs swing out farther
            arcs.append(
                f'<path class="arc" d="M{LEFT - 13} {places[name]}C{LEFT - 13 - reach:.0f} {places[name]} '
                f'{LEFT - 13 - reach:.0f} {y} {LEFT - 13} {y}"/>'
            )
        pages = f"{len(chapter.pages)} page{'s' if len(chapter.pages) > 1 else ''}, {chapter.minutes} minutes"
        stops.append(
            f'<a class="stop" href="{chapter.pages[0].address.removesuffix(".md")}/">{"".join(arcs)}'
            f'<rect x="{LEFT - 13}" y="{y - 21}" width="{WIDTH - LEFT + 12}" height="42" rx="6"/>'
            f'<circle cx="{LEFT}" cy="{y}" r="12"/><text class="number" x="{LEFT}" y="{y + 4.5}">{number}</text>'
            f'<text x="{LEFT + 22}" y="{y - 2}">{html.escape(chapter.title)}</text>'
            f'<text class="small" x="{LEFT + 22}" y="{y + 14}">{pages}</text></a>'
        )
    height = 2 * TOP + STEP * (len(path) - 1)
    total = sum(chapter.minutes for chapter in path)
    says = f"The {len(path)} chapters in reading order, {total} minutes in all; arcs join each with those it builds on."
    return (
        f'<figure class="path"><svg viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{says}">'
        f"{''.join(stops)}</svg><figcaption>{says} Point at a chapter, or move to it with the Tab key, and its arcs "
        "stand out.</figcaption></figure>"
    )


def write(path: list[Chapter]) -> list[str]:
    """The map and, below it, each chapter's pages as a list, in lines of Markdown."""
    titles = {chapter.folder: chapter.title for chapter in path}
    lines = [draw(path), ""]
    for number, chapter in enumerate(path, 1):
        lines += [f"## {number}. {chapter.title} {{ #{chapter.folder} }}", ""]
        if chapter.builds_on:
            names = [f"[{titles[name]}](#{name})" for name in chapter.builds_on]
            lines += [f"Builds on {', '.join(names)}.", ""]
        lines += [f"- [{p.question}]({p.address}) ({p.minutes} min): {p.description}" for p in chapter.pages]
        lines.append("")
    return lines


class _Path(Preprocessor):
    """Replace the mark."""

    def run(self, lines: list[str]) -> list[str]:
        if MARK not in lines:
            return lines
        where = lines.index(MARK)
        try:
            return lines[:where] + write(chapters()) + lines[where + 1 :]
        except PathError as error:
            log.warning("%s", error)  # which fails a strict build
            return lines


class PathExtension(Extension):
    """Run where tools.reading does."""

    def extendMarkdown(self, md: Markdown) -> None:  # the name is Python-Markdown's
        """Register the preprocessor."""
        md.preprocessors.register(_Path(md), "path", 31)


def makeExtension(**options: object) -> PathExtension:  # the name is Python-Markdown's
    """The entry point that Python-Markdown looks for."""
    return PathExtension(**options)
