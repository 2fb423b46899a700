"""The map of the path: drawn from nav and the pages."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tools.path import PathError, chapters, draw
from tools.snippets import ROOT


@pytest.fixture
def small(tmp_path: Path) -> Callable[[str], Path]:
    """small("builds_on: [one]"): a site of two chapters whose second has this front matter."""

    def make(front: str) -> Path:
        (tmp_path / "mkdocs.yml").write_text(
            "site_url: !ENV [SITE_URL, '']\nnav:\n  - Home: index.md\n  - First: [{a: learn/one/a.md}]\n"
            "  - Second: [{b: learn/two/b.md}, {c: learn/two/c.md}]\n  - Check: [{how: check/how.md}]\n",
            encoding="utf-8",
        )
        for file, head in (("one/a", "description: About a."), ("two/b", front), ("two/c", "description: About c.")):
            path = tmp_path / f"docs/learn/{file}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\n{head}\n---\n\n# What is {path.stem}?\n\n" + "word " * 450, encoding="utf-8")
        return tmp_path

    return make


def test_chapters(small: Callable[[str], Path]) -> None:
    """Order, titles, questions, minutes and what builds on what; other sections of nav are no chapters."""
    one, two = chapters(small("builds_on: [one]"))
    assert (one.title, one.folder, one.builds_on) == ("First", "one", [])
    assert (two.title, two.folder, two.builds_on) == ("Second", "two", ["one"])
    assert [(p.address, p.question, p.minutes) for p in two.pages] == [
        ("two/b.md", "What is b?", 3),
        ("two/c.md", "What is c?", 3),
    ]
    assert (two.minutes, two.pages[1].description) == (6, "About c.")


@pytest.mark.parametrize("name", ["two", "gone"])
def test_builds_on_what_comes_later(name: str, small: Callable[[str], Path]) -> None:
    """One message with file, line and mend."""
    with pytest.raises(PathError, match=rf"docs/learn/two/b.md:1: builds on {name}, .* Mend: correct builds_on"):
        chapters(small(f"builds_on: [{name}]"))


def test_an_arc_for_each(small: Callable[[str], Path]) -> None:
    """As many arcs as the data has, and a link a chapter."""
    drawn = draw(chapters(small("builds_on: [one]")))
    assert drawn.count('class="arc"') == 1
    assert re.findall(r'href="([^"]*)"', drawn) == ["one/a/", "two/b/"]


def test_each_page_ends_with_the_next() -> None:
    """The last line of every page of the path and of Models links to the page after it in nav, by that page's title."""
    files = re.findall(
        r"^ +- .+: ((?:learn/[\w-]+|models|check)/[\w-]+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.M
    )
    assert len(files) > len(chapters()) and any(file.startswith("models/") for file in files)
    for file, following in pairwise(files):
        if file.startswith("check/"):
            break
        here, next_page = ROOT / "docs" / file, ROOT / "docs" / following
        last = here.read_text(encoding="utf-8").rstrip().splitlines()[-1]
        match = re.fullmatch(r"Next: \[(.+)\]\((.+)\)", last)
        assert match, f"docs/{file}: its last line is no link to the next page"
        assert (here.parent / match[2]).resolve() == next_page, f"docs/{file}: {last}"
        title = next(row[2:] for row in next_page.read_text(encoding="utf-8").splitlines() if row.startswith("# "))
        assert match[1] == title, f"docs/{file}: {last}: the page is called {title!r}"
