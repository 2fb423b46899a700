"""Citations and the bibliography: what a page shows, what the list says, and one message for each fault."""

from pathlib import Path

import pytest
from markdown import Markdown

from tools import check, citations
from tools.citations import CitationError, cite_markdown, counts, faults, listing, sources, uses, write_out
from tools.labs.page import taken
from tools.labs.source import labs, read
from tools.snippets import ROOT

BIB = """Notes stand between entries.

@inproceedings{long2020,
  author = {Long, Ann and Short, Bo and Mid, Cy},
  title = {On Length},
  booktitle = {ACL},
  year = {2020},
  url = {https://example.org/long},
  eprint = {2001.00001},
  opened = {abstract},
}

@software{tool,
  author = {{Tool & Sons}},
  title = {Code of a_b},
  year = {2021},
  url = {https://example.org/tool},
  opened = {code},
}

@book{zeta1999,
  author = {van Zeta, Zoë and Eta, Ed},
  title = {Letters},
  publisher = {Press},
  year = {1999},
  url = {https://example.org/zeta},
  opened = {no},
}
"""
PAGE = """# What is long?

Words [@tool].

## Sources

- [@long2020]: section 3 (length).
- [@zeta1999], abstract.

Next: [itself](page.md)
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one page that cites three sources, in which nothing is wrong; the extension reads it too."""
    (tmp_path / "docs/_data").mkdir(parents=True)
    (tmp_path / "docs/_data/sources.bib").write_text(BIB.replace("Tool & Sons", "Tool \\& Sons"), encoding="utf-8")
    (tmp_path / "docs/page.md").write_text(PAGE, encoding="utf-8")
    for function in (citations.source, citations.listing):
        monkeypatch.setattr(function, "__defaults__", (tmp_path,))
    return tmp_path


def html(text: str) -> str:
    """A text of Markdown as MkDocs is told to render it, as far as citations are concerned."""
    return Markdown(extensions=["tools.citations", "attr_list", "pymdownx.superfences"]).convert(text)


def test_names(small: Path) -> None:
    """One author, two, three; a name with a particle; an organisation's code has no year."""
    assert {key: one.label for key, one in sources(small).items()} == {
        "long2020": "Long et al., 2020",
        "tool": "Tool & Sons",
        "zeta1999": "van Zeta and Eta, 1999",
    }
    assert sources(small)["long2020"].title == "On Length"


def test_citation_in_a_page(small: Path) -> None:
    """Name to the bibliography, title to the source; the same before a colon and one word, in a link's place."""
    expected = (
        '<span><a href="/reference/bibliography.md#long2020">Long et al., 2020</a>, '
        '<a href="https://example.org/long">On Length</a></span>'
    )
    assert html("- [@long2020]: section 3.") == f"<ul>\n<li>{expected}: section 3.</li>\n</ul>"
    assert html("- [@long2020]: abstract.") == f"<ul>\n<li>{expected}: abstract.</li>\n</ul>"
    assert html("[@long2020]:\nabstract.").startswith(f"<p>{expected}:")
    assert "<em>" not in html("_x [@tool] y_z")
    assert html("[a][b]\n\n[b]: https://example.org") == '<p><a href="https://example.org">a</a></p>'


def test_code_is_left_alone(small: Path) -> None:
    """Spans and fences show the mark itself, and cite nothing."""
    text = "`[@long2020]` and ``a ` [@tool]``\n\n```text\n[@zeta1999]\n```\n"
    shown = html(text)
    assert "<a" not in shown and all(f"[@{key}]" in shown for key in ("long2020", "tool", "zeta1999"))
    (small / "docs/page.md").write_text(text, encoding="utf-8")
    assert uses(small) == {}
    assert write_out(text, small) == text.rstrip("\n")


def test_unknown_key_in_a_page(small: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It stays as written and warns, which fails a strict build."""
    assert html("[@gone]") == "<p>[@gone]</p>"
    assert "[@gone] is not in docs/_data/sources.bib. Mend: " in caplog.text


def test_as_markdown(small: Path) -> None:
    """For generated tables and notebooks: one link of a known work, or both; signs of Markdown stay signs."""
    assert cite_markdown("long2020", small, short=True) == "[Long et al., 2020](/reference/bibliography.md#long2020)"
    assert cite_markdown("tool", small, short=True) == "[Code of a\\_b](/reference/bibliography.md#tool)"
    full = "[Tool & Sons](/reference/bibliography.md#tool), [Code of a\\_b](https://example.org/tool)"
    assert cite_markdown("tool", small) == full
    assert write_out("See [@long2020], [@zeta1999].", small) == (
        "See Long et al., 2020, [On Length](https://example.org/long), "
        "van Zeta and Eta, 1999, [Letters](https://example.org/zeta)."
    )


def test_listing(small: Path) -> None:
    """Alphabetical under letters, the key as id, how it was read, who cites it; counts above."""
    lines = listing(small)
    assert lines[0] == "3 sources, of which 2 were opened (abstract 1, code 1) and 1 are cited on trust."
    assert [line for line in lines if line.startswith("## ")] == ["## L", "## T", "## V"]
    shown = html("[BIBLIOGRAPHY]").replace("&nbsp;", " ")
    assert '<p class="source" id="long2020">Ann Long, Bo Short, and Cy Mid.' in shown
    assert '<a href="https://example.org/long">On Length</a>' in shown
    assert '<a href="https://arxiv.org/abs/2001.00001">arXiv:2001.00001</a>' in shown
    assert '<a href="https://example.org/zeta"><em>Letters</em></a>' in shown
    use = '<p class="source-use">Read: its abstract. Cited on: <a href="/page.md">What is long?</a></p>'
    assert use in shown


def test_uses_of_data(small: Path) -> None:
    """Rows of facts and of claims cite too; a page is named once."""
    (small / "docs/_data/models.yaml").write_text(
        '- model: A\n  source: tool\n  where: "source: gone"\n', encoding="utf-8"
    )
    (small / "docs/_data/claims.yaml").write_text(
        '- n: 1\n  sources:\n    - {cite: tool, where: "section 1"}\n    - cite: "long2020"\n      seen: "code"\n',
        encoding="utf-8",
    )
    assert uses(small) == {
        "tool": ["page.md", "models/compare.md", "check/claims.md"],
        "long2020": ["page.md", "check/claims.md"],
        "zeta1999": ["page.md"],
    }
    assert list(faults(small)) == []


def test_nothing_wrong(small: Path) -> None:
    """Whatever fails below fails for its own reason; a bullet that cites nothing from outside is none."""
    with (small / "docs/page.md").open("a") as page:
        page.write(
            "\n## Sources\n\n- The objectives' sources stand on [another page](page.md).\n- Continued\n  here.\n"
        )
    assert list(faults(small)) == []


WRONG = {
    "unknown key": ("docs/page.md", "Words", "Words [@gone],", "docs/page.md:3: [@gone] is not in", "correct the key"),
    "unknown key in data": (
        "docs/_data/errata.yaml",
        "",
        "- n: 1\n  sources:\n    - {cite: gone, where: here}\n",
        "docs/_data/errata.yaml:3: [@gone] is not in",
        "add an entry",
    ),
    "uncited entry": ("docs/page.md", "[@tool]", "", "sources.bib:13: tool is cited nowhere", "write [@tool]"),
    "bullet with an address": (
        "docs/page.md",
        "[@long2020]: section",
        "[@long2020], [@tool].\n- Somebody, [Paper](https://example.org), section",
        "docs/page.md:8: this source is not in the bibliography",
        "begin with [@key]",
    ),
    "bullet with a year": (
        "docs/page.md",
        "[@zeta1999], abstract",
        "[@zeta1999]\n- Somebody,\n  *Book*, 1947",
        "docs/page.md:9: this source is not in the bibliography",
        "begin with [@key]",
    ),
    "no title": (
        "docs/_data/sources.bib",
        "  title = {Letters},\n",
        "",
        "sources.bib:21: zeta1999 has no title",
        "add",
    ),
    "no year": ("docs/_data/sources.bib", "year = {1999}", "year = { }", "sources.bib:21: zeta1999 has no year", "add"),
    "no url": (
        "docs/_data/sources.bib",
        "  url = {https://example.org/zeta},\n",
        "",
        "sources.bib:21: zeta1999 has no url",
        "add url",
    ),
    "no author": (
        "docs/_data/sources.bib",
        "  author = {van Zeta, Zoë and Eta, Ed},\n",
        "",
        "sources.bib:21: zeta1999 has no author",
        "add author",
    ),
    "opened in a dream": (
        "docs/_data/sources.bib",
        "opened = {no}",
        "opened = {in a dream}",
        "sources.bib:21: zeta1999 was opened as “in a dream”",
        "say one of paper text",
    ),
    "not sorted": (
        "docs/_data/sources.bib",
        "@inproceedings{long2020",
        "@inproceedings{very2020",
        "sources.bib:13: tool stands behind very2020",
        "sort the entries",
    ),
    "twice": (
        "docs/_data/sources.bib",
        "@software{tool",
        "@software{long2020",
        "sources.bib:13: long2020 stands in line 3 already",
        "keep one",
    ),
    "unclosed brace": (
        "docs/_data/sources.bib",
        "title = {Code of a_b},",
        "title = {Code of a_b,",
        "docs/_data/sources.bib:",
        "correct this entry, or the one above",
    ),
    "missing comma": (
        "docs/_data/sources.bib",
        "{Code of a_b},",
        "{Code of a_b}",
        "docs/_data/sources.bib:16: not BibTeX: ",
        "correct this entry, or the one above",
    ),
    "a field twice": (
        "docs/_data/sources.bib",
        "  publisher = {Press},",
        "  publisher = {Press},\n  publisher = {Press},",
        "docs/_data/sources.bib:21: not BibTeX: ",
        "correct this entry",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_faults(name: str, small: Path) -> None:
    """One message with file, line, fault and mend; the checks of the sources give it too."""
    file, old, new, fault, mend = WRONG[name]
    path = small / file
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    assert old in before
    path.write_text(before.replace(old, new, 1) if old else new, encoding="utf-8")
    if name == "not sorted":
        page = small / "docs/page.md"
        page.write_text(PAGE.replace("long2020", "very2020"), encoding="utf-8")
    found = list(faults(small))
    assert len(found) == 1, found
    assert fault in found[0] and mend in found[0].partition("Mend: ")[2], found
    assert found[0] in list(check.faults(small))


def test_what_cannot_be_read_raises(small: Path) -> None:
    """Functions that others use raise the same message."""
    (small / "docs/_data/sources.bib").write_text("@book{a,\n  title = {x\n", encoding="utf-8")
    with pytest.raises(CitationError, match=r"docs/_data/sources\.bib:\d+: not BibTeX: .*\. Mend: "):
        sources(small)
    with pytest.raises(CitationError, match=r"\[@a\] is not in docs/_data/sources\.bib\. Mend: "):
        cite_markdown("a", small / "nowhere")


def test_labs_cite_in_pages_and_notebooks() -> None:
    """A lab's citation counts as a use, and is written out in the notebook that readers take along."""
    lab = read(next(path for path in labs(ROOT) if path.stem == "attention"))
    assert "labs/attention.py" in uses()["clark2019"]
    notebook = taken(lab, None)
    assert "[@" not in notebook
    assert "Clark et al., 2019, [What Does BERT Look At? An Analysis of BERT's Attention](https://" in notebook


def test_the_site_counts_its_sources() -> None:
    """Every kind of reading is one of those that the list knows, and the counts add up."""
    numbers = [int(word) for word in counts().replace(")", " ").replace(",", " ").split() if word.isdigit()]
    total, opened, *kinds, trust = numbers
    assert total == len(sources()) == opened + trust and opened == sum(kinds)
