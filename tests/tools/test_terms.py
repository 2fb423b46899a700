"""The checks of words on a small site: terms unlinked, unused or undefined, and pages too long or without a time."""

from pathlib import Path

import pytest

from tools.check import faults
from tools.reading import CODE, FIGURE, FORMULA, MARK, WORDS, seconds

GLOSSARY = """# Terms

## Loss { #loss data-also="losses" }

A number.

## Cross-entropy loss (CE) { #cross-entropy }

A loss.

## Head { #head .everyday data-also="attention head" }

One of several.
"""
LINKS = "The [loss](../reference/glossary.md#loss) is a [CE](../reference/glossary.md#cross-entropy).\n"
USED = "[a](../reference/glossary.md#head)\n"
WORDY = "word " * 1500


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page of the learning path, beside a glossary of three terms."""
    for name in ("docs/reference", "docs/learn/first", "snippets"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "docs/reference/glossary.md").write_text(GLOSSARY, encoding="utf-8")
    return tmp_path / "docs/learn/first/page.md"


def said(page: Path, text: str, mark: str = MARK, words: str = WORDY) -> list[str]:
    """The faults of a page with this text."""
    page.write_text(f"# Title\n\n{mark}\n\n{text}\n{USED}\n{words}\n", encoding="utf-8")
    return list(faults(page.parents[3]))


def test_nothing_wrong(page: Path) -> None:
    """Terms linked where they first stand; later uses, code, formulas, headings and names of models need no link."""
    rest = "Losses, CE. `loss` $loss$ A head on your shoulders. GPT-2, BERT, CE-XL, a lossless codec.\n## Loss\n"
    assert said(page, LINKS + rest) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    {
        "unlinked": (
            "The loss falls.\n" + LINKS,
            "docs/learn/first/page.md:5: “loss” stands here first and is not linked",
        ),
        "plural": ("Two losses.\n" + LINKS, "docs/learn/first/page.md:5: “losses” stands here first"),
        "longest": ("A cross-entropy loss.\n" + LINKS, "docs/learn/first/page.md:5: “cross-entropy loss” stands here"),
        "short form": ("The CE falls.\n" + LINKS, "docs/learn/first/page.md:5: “CE” stands here first"),
        "other name": (
            "An attention head.\n" + LINKS,
            "docs/learn/first/page.md:5: “attention head” stands here first",
        ),
        "undefined": (
            LINKS + "The KL is 0.\n",
            "docs/learn/first/page.md:6: KL is not in the glossary. Mend: define it",
        ),
        "never used": ("Nothing.", "docs/reference/glossary.md:3: no page links to “Loss”. Mend: link it"),
    }.values(),
)
def test_terms(page: Path, text: str, fault: str) -> None:
    """Each is named with its line and mend."""
    assert any(f.startswith(fault) for f in said(page, text)), said(page, text)


def test_time(page: Path) -> None:
    """A page says how long it takes, and may take neither too long nor no time."""
    assert any("docs/learn/first/page.md:1: does not say how long" in f for f in said(page, LINKS, mark=""))
    assert any("takes 21 minutes to read, not 5 to 18" in f for f in said(page, LINKS, words="word " * 4000))
    assert any("takes 1 minutes to read, not 5 to 18" in f for f in said(page, LINKS, words=""))


def test_seconds() -> None:
    """Prose, code, formulas and figures count; further tabs, folded solutions and sources do not."""
    page = """
Four words stand here.

=== "Plain Python"

    ```python
    x = 1
    print(x)
    ```

=== "NumPy"

    ```python
    y = 2
    ```

$$
z = w x
$$

<svg viewBox="0 0 1 1">
<text>words in a figure</text>
</svg>

??? success "Solution"

    Not counted.

Two [words](to/a/page.md).

## Sources

- Many words.
"""
    assert seconds(page.splitlines()) == pytest.approx(6 * WORDS + 2 * CODE + FORMULA + FIGURE)
