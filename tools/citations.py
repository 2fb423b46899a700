"""Citations: [@key] in a page becomes a source's name and title, linked; [BIBLIOGRAPHY] becomes the list of all.

The sources stand in docs/_data/sources.bib; pybtex reads them and formats the list. Beside BibTeX's own fields, each
entry says in `opened` how it was read.
"""

import logging
import re
import unicodedata
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString
from pybtex.backends.html import Backend
from pybtex.database import Entry, Person, parse_string
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pybtex.style.formatting.plain import Style
from pybtex.style.template import field, href, optional, sentence, tag

from tools.pages import lines_of, pages, title_of
from tools.snippets import ROOT

log = logging.getLogger("mkdocs.citations")

BIB = "docs/_data/sources.bib"
PAGE = "reference/bibliography.md"
MARK = "[BIBLIOGRAPHY]"
CITE = re.compile(r"\[@(?P<key>[\w-]+)\]")
CODE = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)")
ENTRY = re.compile(r"@\w+\{(?P<key>[^,\s]+),", re.MULTILINE)
ROW = re.compile(r"(?:^  source|\bcite): *[\"']?(?P<key>[^,}\"'\n]*[^,}\"'\s])")
# Files of facts whose rows cite sources by key, and the page that shows each.
DATA = {
    "docs/_data/models.yaml": "models/compare.md",
    "docs/_data/claims.yaml": "check/claims.md",
    "docs/_data/errata.yaml": "check/errata.md",
}
# How a source was read: as sources.bib says it, and as the list says it.
OPENED = {
    "paper text": "Read: its text, whole or in part.",
    "abstract": "Read: its abstract.",
    "code": "Read: its code or settings.",
    "repository": "Read: its repository.",
    "documentation": "Read: its documentation.",
    "model card": "Read: the model card.",
    "page": "Read: the page.",
    "no": "Not opened: cited on trust.",
}
NEEDED = ("author", "title", "year", "url", "opened")


class CitationError(Exception):
    """What is wrong with the sources, as one message: file, line, fault, mend."""


@dataclass(frozen=True)
class Source:
    """One source: how a text names it ("Devlin et al., 2019"), its title and address, and how it was read."""

    key: str
    label: str
    title: str
    url: str
    opened: str


class LinkedTitles(Style):  # type: ignore[misc]  # pybtex has no types
    """The plain style of BibTeX, in which the title, as its authors wrote it, carries the address."""

    def format_title(self, e: Entry, which_field: str, as_sentence: bool = True) -> Any:
        """The title of a paper."""
        title = href(field("url", raw=True))[field(which_field)]
        return sentence[title] if as_sentence else title

    def format_btitle(self, e: Entry, which_field: str, as_sentence: bool = True) -> Any:
        """The title of a book, or of the volume in which a paper stands."""
        text = tag("em")[field(which_field)]
        title = href(field("url", raw=True))[text] if which_field == "title" else text
        return sentence[title] if as_sentence else title

    def format_web_refs(self, e: Entry) -> Any:
        """Of other addresses, only that of the preprint."""
        return sentence[optional[self.format_eprint(e)]]


def entries(root: Path = ROOT) -> dict[str, Entry]:
    """What sources.bib says, by key. Raises CitationError where it cannot be read."""
    path = root / BIB
    return dict(_entries(path.read_text(encoding="utf-8"))) if path.exists() else {}


@lru_cache(maxsize=4)
def _entries(text: str) -> dict[str, Entry]:
    lines: dict[str, int] = {}
    for match in ENTRY.finditer(text):
        number = text.count("\n", 0, match.start()) + 1
        if (key := match["key"]) in lines:
            raise CitationError(f"{BIB}:{number}: {key} stands in line {lines[key]} already. Mend: keep one.")
        lines[key] = number
    try:
        return dict(parse_string(text, "bibtex").entries)
    except PybtexError as error:
        named = (number for key, number in lines.items() if re.search(rf"\b{re.escape(key)}\b", str(error)))
        line = getattr(error, "lineno", None) or next(named, 1)
        what = str(error).rpartition(f"in line {line}: ")[2].rstrip(".")
        raise CitationError(f"{BIB}:{line}: not BibTeX: {what}. Mend: correct this entry, or the one above.") from None


def _plain(latex: str) -> str:
    return str(Text.from_latex(latex))


def label(entry: Entry) -> str:
    """Devlin et al., 2019; Press and Wolf, 2017; of code and manuals of an organisation, its name alone."""
    people: list[Person] = entry.persons.get("author", [])
    names = [_plain(" ".join(person.prelast_names + person.last_names)) for person in people]
    if not names:
        return entry.key or ""
    name = " and ".join(names) if len(names) < 3 and names[-1] != "others" else f"{names[0]} et al."
    organisation = people[0].last_names[0].startswith("{")
    return name if organisation and entry.type in ("manual", "software") else f"{name}, {entry.fields.get('year', '')}"


def sources(root: Path = ROOT) -> dict[str, Source]:
    """Every source by its key. Raises CitationError where sources.bib cannot be read."""
    path = root / BIB
    return dict(_sources(path.read_text(encoding="utf-8"))) if path.exists() else {}


@lru_cache(maxsize=4)
def _sources(text: str) -> dict[str, Source]:
    found = {}
    for key, entry in _entries(text).items():
        title, url, opened = (entry.fields.get(name, "") for name in ("title", "url", "opened"))
        found[key] = Source(key, label(entry), _plain(title), url, opened)
    return found


def source(key: str, root: Path = ROOT) -> Source:
    """One source. Raises CitationError if there is none of this key."""
    try:
        return sources(root)[key]
    except KeyError:
        raise CitationError(f"[@{key}] is not in {BIB}. Mend: correct the key, or add an entry.") from None


def cite_markdown(key: str, root: Path = ROOT, *, short: bool = False, alone: bool = False) -> str:
    """What [@key] becomes, as Markdown for generated texts.

    `short` is one link, for cells of tables: the name and year, or else the title. `alone` leaves the link into the
    site out, for notebooks.
    """
    one = source(key, root)
    title = re.sub(r"([\\`*_\[\]])", r"\\\1", one.title)
    dated = re.search(r"\d{4}$", one.label)  # else the label names an organisation, not one of its works
    name = one.label if dated or not short else title
    if not alone:
        name = f"[{name}](/{PAGE}#{key})"
    return name if short else f"{name}, [{title}]({one.url})"


def write_out(text: str, root: Path = ROOT) -> str:
    """A text of Markdown with its citations written out, as it leaves the site in a notebook."""
    rows = text.splitlines()
    for number, row in enumerate(_without_code(rows)):
        for match in reversed(list(CITE.finditer(row))):
            cited = cite_markdown(match["key"], root, alone=True)
            rows[number] = rows[number][: match.start()] + cited + rows[number][match.end() :]
    return "\n".join(rows)


def _without_code(lines: list[str]) -> Iterator[str]:
    """The lines of a page with code fences empty, and blanks in place of code spans."""
    fence = ""
    for line in lines:
        if match := re.match(r" *(`{3,}|~{3,})", line):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
            yield ""
        else:
            yield "" if fence else CODE.sub(lambda found: " " * len(found[0]), line)


def _citations(root: Path) -> Iterator[tuple[str, int, str, str]]:
    """Each citation: the file and line where it stands, the page that shows it, the key."""
    for path in pages(root):
        page = path.relative_to(root / "docs").as_posix()
        for number, line in enumerate(_without_code(lines_of(path)), 1):
            for match in CITE.finditer(line):
                yield f"docs/{page}", number, page, match["key"]
    for name, page in DATA.items():
        if not (root / name).exists():
            continue
        for number, line in enumerate((root / name).read_text(encoding="utf-8").splitlines(), 1):
            for match in ROW.finditer(line):
                yield name, number, page, match["key"]


def uses(root: Path = ROOT) -> dict[str, list[str]]:
    """Each key that is cited, and the pages that cite it, below docs/."""
    found: dict[str, list[str]] = {}
    for _, _, page, key in _citations(root):
        if page not in found.setdefault(key, []):
            found[key].append(page)
    return found


def faults(root: Path = ROOT) -> Iterator[str]:
    """What is wrong with the sources and with what cites them, as "file:line: fault. Mend: …"."""
    try:
        known = entries(root)
    except CitationError as error:
        yield str(error)
        return
    text = (root / BIB).read_text(encoding="utf-8") if known else ""
    lines = {match["key"]: text.count("\n", 0, match.start()) + 1 for match in ENTRY.finditer(text)}
    cited = list(_citations(root))
    used = {key for _, _, _, key in cited}
    before = ""
    for key, entry in known.items():
        at = f"{BIB}:{lines[key]}: {key}"
        if key < before:
            yield f"{at} stands behind {before}. Mend: sort the entries by key."
        before = key
        for name in NEEDED:
            if not (entry.persons.get(name) or entry.fields.get(name, "").strip()):
                yield f"{at} has no {name}. Mend: add {name} = {{…}}."
        if (opened := entry.fields.get("opened", "no")) not in OPENED:
            yield f"{at} was opened as “{opened}”. Mend: say one of {', '.join(OPENED)}."
        if key not in used:
            yield f"{at} is cited nowhere. Mend: write [@{key}] where it belongs, or delete it."
    for file, number, _, key in cited:
        if key not in known:
            yield f"{file}:{number}: [@{key}] is not in {BIB}. Mend: correct the key, or add an entry."
    for path in pages(root):
        page = path.relative_to(root / "docs").as_posix()
        yield from (f"docs/{page}:{number}: {fault}" for number, fault in _uncited(lines_of(path)))


def _uncited(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Bullets under Sources that name something from outside, an address or a year, and cite no entry."""
    inside = False
    bullet: tuple[int, str] | None = None
    for number, line in enumerate([*lines, "## End"], 1):
        if bullet and (line.startswith(("- ", "#")) or not line.strip()):
            start, text = bullet
            if not CITE.search(text) and re.search(r"https?://|\b(18|19|20)\d\d\b", text):
                yield start, "this source is not in the bibliography. Mend: begin with [@key], and add its entry."
            bullet = None
        if line.startswith("## "):
            inside = line.startswith("## Sources")
        elif inside and line.startswith("- "):
            bullet = number, line
        elif bullet:
            bullet = bullet[0], f"{bullet[1]} {line.strip()}"


def _order(one: Source) -> tuple[str, str]:
    """Alphabetical, without regard to accents and capitals."""
    letters = unicodedata.normalize("NFKD", one.label)
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold(), one.title


def counts(root: Path = ROOT) -> str:
    """How many sources there are, and how many were opened, by kind."""
    opened = Counter(one.opened for one in sources(root).values())
    total, trust = sum(opened.values()), opened.pop("no", 0)
    kinds = ", ".join(f"{kind} {opened[kind]}" for kind in OPENED if opened[kind])
    return f"{total} sources, of which {total - trust} were opened ({kinds}) and {trust} are cited on trust."


def listing(root: Path = ROOT) -> list[str]:
    """The bibliography in lines of Markdown: a letter a heading, an entry a paragraph, below it who cites it."""
    known, cited = entries(root), uses(root)
    titles = {page.relative_to(root / "docs").as_posix(): title_of(page) for page in pages(root)}
    lines = [counts(root), ""]
    letter = ""
    for one in sorted(sources(root).values(), key=_order):
        if (first := _order(one)[0][0].upper()) != letter:
            letter = first
            lines += [f"## {letter}", ""]
        formatted = next(iter(LinkedTitles().format_entries([known[one.key]])))
        lines += [f'<p class="source" id="{one.key}">{formatted.text.render(Backend())}</p>', ""]
        links = [f"[{titles[page]}](/{page})" for page in cited.get(one.key, []) if page in titles]
        where = f" Cited on: {'; '.join(links)}" if links else ""
        lines += [f"{OPENED.get(one.opened, '')}{where}", "{: .source-use }", ""]
    return lines


class _Cite(InlineProcessor):
    """Replace a citation by the source's name, linked to the bibliography, and its title, linked to its address."""

    def handleMatch(  # type: ignore[override]  # the name is Python-Markdown's
        self, match: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        """One citation; one that is not known stays as it is."""
        try:
            one = source(match["key"])
        except CitationError as error:
            log.warning("%s", error)  # which fails a strict build
            return None, None, None
        span = etree.Element("span")
        name = etree.SubElement(span, "a", {"href": f"/{PAGE}#{one.key}"})
        name.text, name.tail = AtomicString(one.label), ", "
        title = etree.SubElement(span, "a", {"href": one.url})
        title.text = AtomicString(one.title)
        return span, match.start(0), match.end(0)


class _Bibliography(Preprocessor):
    """Replace the mark."""

    def run(self, lines: list[str]) -> list[str]:
        if MARK not in lines:
            return lines
        where = lines.index(MARK)
        try:
            return lines[:where] + listing() + lines[where + 1 :]
        except CitationError as error:
            log.warning("%s", error)
            return lines


class CitationsExtension(Extension):
    """Run the list where tools.reading runs, and citations after code spans and before links."""

    def extendMarkdown(self, md: Markdown) -> None:  # the name is Python-Markdown's
        """Register both."""
        md.preprocessors.register(_Bibliography(md), "bibliography", 31)
        md.inlinePatterns.register(_Cite(CITE.pattern, md), "cite", 176)
        # "[@key]: word" at the start of a line is a citation, not where a link of this name leads.
        definition: Any = md.parser.blockprocessors["reference"]
        definition.RE = re.compile(definition.RE.pattern.replace(r"\[(", r"\[((?!@)", 1), re.MULTILINE)


def makeExtension(**options: object) -> CitationsExtension:  # the name is Python-Markdown's
    """The entry point that Python-Markdown looks for."""
    return CitationsExtension(**options)
