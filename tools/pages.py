"""The pages that people write: which there are, what their lines say, their titles, their order in the menu."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from markdown.extensions.toc import slugify

from tools.labs.source import as_page, labs
from tools.snippets import ROOT

HEADING = re.compile(r"^(?P<level>#{1,6}) +(?P<text>.+?) *(?:\{(?P<attributes>[^}]*)\})?$")
INCLUDED = re.compile(r'^ *(?:# )?--8<-- "([^":]+)"$')
CODE = re.compile(r"^ *(`{3,}|~{3,})")


class Loader(yaml.SafeLoader):  # type: ignore[misc]  # yaml has no types here
    """Reads mkdocs.yml without its environment variables, which nothing here needs."""


Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def pages(root: Path = ROOT) -> list[Path]:
    """The pages that people write: Markdown, without the fragments that make targets generate, and labs."""
    docs = root / "docs"
    return sorted(p for p in docs.rglob("*.md") if "_generated" not in p.relative_to(docs).parts) + labs(root)


def lines_of(page: Path) -> list[str]:
    """The lines of a page as Markdown; a lab's code cells are fences."""
    return list(_lines(page, page.stat().st_mtime_ns))


@lru_cache(256)
def _lines(page: Path, changed: int) -> tuple[str, ...]:
    """What `lines_of` returns, remembered until the page changes."""
    return tuple(as_page(page) if page.suffix == ".py" else page.read_text(encoding="utf-8").splitlines())


def nav(root: Path = ROOT) -> dict[str, list[str]]:
    """Each section of the site with its pages, in reading order; docs/ is left out of their names."""
    config = root / "mkdocs.yml"
    return _nav(config, config.stat().st_mtime_ns) if config.exists() else {}


@lru_cache(4)
def _nav(config: Path, changed: int) -> dict[str, list[str]]:
    """What `nav` returns, remembered until mkdocs.yml changes."""
    loaded: Any = yaml.load(config.read_text(encoding="utf-8"), Loader=Loader)["nav"]
    sections: dict[str, list[str]] = {}
    for title, entries in (item for section in loaded for item in section.items()):
        several = isinstance(entries, list)
        sections[title] = [page for entry in entries for page in entry.values()] if several else [entries]
    return sections


def in_order(root: Path = ROOT) -> list[Path]:
    """The pages in the order of the menu, then those that it leaves out."""
    listed = [root / "docs" / page for section in nav(root).values() for page in section]
    order = {page: number for number, page in enumerate(listed)}
    return sorted(pages(root), key=lambda page: order.get(page, len(order)))


def headings(lines: list[str]) -> list[tuple[int, str, str]]:
    """Each heading of a page: its line, its words without Markdown, its id as Python-Markdown gives it."""
    found: list[tuple[int, str, str]] = []
    ids: set[str] = set()
    code = ""
    for number, line in enumerate(lines, 1):
        if match := CODE.match(line):
            code = "" if line.strip() == code else code or match[1]
        if code or not (heading := HEADING.match(line)):
            continue
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*$]", r"\1", heading["text"])
        own = re.search(r"#([\w-]+)", heading["attributes"] or "")
        one = own[1] if own else slugify(words, "-")
        unique, count = one, 0
        while unique in ids:
            count += 1
            unique = f"{one}_{count}"
        ids.add(unique)
        found.append((number, words, unique))
    return found


def title_of(page: Path) -> str:
    """The title of a page."""
    return next((words for _, words, _ in headings(lines_of(page))), page.stem)


def section_at(page: Path, line: int) -> str:
    """The id of the heading under which a line of a page stands; empty where it stands under the title alone."""
    above = [one for number, _, one in headings(lines_of(page))[1:] if number <= line]
    return above[-1] if above else ""


def address(page: Path, root: Path = ROOT) -> str:
    """A page as Markdown links to it from anywhere: from docs/ on, with a slash before it."""
    return "/" + page.relative_to(root / "docs").as_posix()


def shown(include: str, root: Path = ROOT) -> tuple[Path, int]:
    """The page, in reading order, that includes a file whole, and its line. Raises KeyError where none does."""
    return _shown(root, tuple((page, page.stat().st_mtime_ns) for page in in_order(root)))[include]


@lru_cache(2)
def _shown(root: Path, state: tuple[tuple[Path, int], ...]) -> dict[str, tuple[Path, int]]:
    """Each included file -> where `shown` finds it, remembered until a page changes."""
    found: dict[str, tuple[Path, int]] = {}
    for page, _ in state:
        for number, line in enumerate(lines_of(page), 1):
            if match := INCLUDED.match(line):
                found.setdefault(match[1], (page, number))
    return found


def anchor(snippet: str) -> str:
    """The id of a snippet's block on the page that shows it: anchor("attention/softmax_numpy")."""
    return "snippet-" + snippet.replace("/", "-")
