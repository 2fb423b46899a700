"""How long a page takes to read: a Python-Markdown extension that writes it where the page says [TIME].

The estimate counts what a reader reads through: prose at 200 words a minute, three seconds for a line of code
or output, ten for a displayed formula, fifteen for a figure. Further tabs of the same code, folded solutions, the
numbers in tables and what stands under Sources are looked up by choice and not counted.
"""

import re
from collections.abc import Iterable
from math import ceil
from pathlib import Path

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

ROOT = Path(__file__).resolve().parents[1]
MARK = "[TIME]"
WORDS, CODE, FORMULA, FIGURE = 60 / 200, 3.0, 10.0, 15.0  # seconds each

INCLUDE = re.compile(r'^(?P<indent> *)--8<-- "(?P<path>[^":]+)"$')
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
NOT_WORDS = re.compile(r"<[^>]*>|\$[^$]*\$|\{[^}]*\}|[^\w\s'’.-]")


def expand(lines: Iterable[str]) -> list[str]:
    """The lines of a page with the files that it includes in their places, as pymdownx.snippets puts them."""
    out: list[str] = []
    for line in lines:
        match = INCLUDE.match(line)
        path = (
            next((p for p in (ROOT / "snippets" / match["path"], ROOT / match["path"]) if p.is_file()), None)
            if match
            else None
        )
        if match and path:
            out += [match["indent"] + row for row in path.read_text(encoding="utf-8").splitlines()]
        else:
            out.append(line)
    return out


def seconds(lines: Iterable[str]) -> float:
    """Estimated time to read a page, given its lines with every included file in place."""
    total, tab, folded, fence, svg = 0.0, 0, False, "", False
    for line in lines:
        text = line.strip()
        if text.startswith("## Sources"):
            break
        if line and not line.startswith(" "):  # back at the margin: a tab or a fold ends unless the next begins
            tab = tab + 1 if text.startswith("===") else 0
            folded = text.startswith("???")
        if svg or text.startswith("<svg"):
            total += 0 if svg else FIGURE
            svg = "</svg>" not in text
            continue
        if not fence and (mark := re.match(r"`{3,}|~{3,}|\$\$", text)):
            fence = mark[0]
            total += FORMULA if fence == "$$" and tab <= 1 and not folded else 0
            fence = "" if fence == "$$" and text.count("$$") > 1 else fence
            continue
        if (fence and text.startswith(fence)) or (fence == "$$" and text.endswith("$$")):
            fence = ""
            continue
        if tab > 1 or folded or not text or fence == "$$":
            continue
        if fence:
            total += CODE
        elif not text.startswith(("===", "---", "|---")):
            words = NOT_WORDS.sub(" ", LINK.sub(r"\1", text)).split()
            total += WORDS * sum(not text.startswith("|") or not word[0].isdigit() for word in words)
    return total


def minutes(lines: Iterable[str]) -> int:
    """Whole minutes, rounded up."""
    return ceil(seconds(lines) / 60)


class _Time(Preprocessor):
    """Replace the mark; at this point pymdownx.snippets has included all files."""

    def run(self, lines: list[str]) -> list[str]:
        if MARK not in lines:
            return lines
        text = f'<p class="reading-time">{minutes(lines)} minutes to read</p>'
        return [text if line == MARK else line for line in lines]


class ReadingExtension(Extension):
    """Run between the inclusion of files (32) and the extraction of fences (25)."""

    def extendMarkdown(self, md: Markdown) -> None:  # the name is Python-Markdown's
        """Register the preprocessor."""
        md.preprocessors.register(_Time(md), "reading", 31)


def makeExtension(**options: object) -> ReadingExtension:  # the name is Python-Markdown's
    """The entry point that Python-Markdown looks for."""
    return ReadingExtension(**options)
