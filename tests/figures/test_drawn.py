"""The drawn figures are drawn from the outputs of today; the comparison notices what a reader would."""

import re

import pytest

from tools.figures import GENERATED, figures
from tools.figures.compare import difference
from tools.figures.style import dress, number_ids

DRAWN = figures()


@pytest.mark.parametrize("name", DRAWN)
def test_drawn_from_outputs(name: str) -> None:
    """Each figure is what tools/figures draws from the outputs of today."""
    diff = difference(DRAWN[name](), (GENERATED / f"{name}.svg").read_text(encoding="utf-8"))
    assert not diff, f"{name}.svg is out of date: {diff}. Mend: make update"


def test_no_id_is_a_hash() -> None:
    """Matplotlib's hashes of coordinates are in no figure, and every reference has its target."""
    for name in DRAWN:
        svg = (GENERATED / f"{name}.svg").read_text(encoding="utf-8")
        ids = re.findall(r'\bid="([^"]+)"', svg)
        assert not [one for one in ids if re.search(r"-[a-z][0-9a-f]{10}$", one)], name
        assert len(ids) == len(set(ids)), name
        assert set(re.findall(r"""(?:url\(|href=")#([^")]+)""", svg)) <= set(ids), name


DRAWING = """<svg viewBox="0 0 90 40" aria-label="It falls to 0.0312.">
<g id="a-line_1"><path d="M 1.25 2 L 3 4.5" clip-path="url(#a-p1)" style="stroke: var(--weight); fill: #1f77b4"/></g>
<g id="a-text_1"><text x="5" y="6">0.5</text></g>
<defs><clipPath id="a-p1"><rect x="1" y="2"/></clipPath><clipPath id="a-p2"><rect x="1" y="3"/></clipPath></defs>
</svg>"""


def test_another_last_bit_is_the_same() -> None:
    """A coordinate rounded to the other side."""
    assert not difference(DRAWING.replace("1.25", "1.26").replace("L 3 ", "L 2.99 "), DRAWING)


CHANGES = {
    "a moved point": ("1.25", "1.27"),
    "a dropped point": (" L 3 4.5", ""),
    "another word": (">0.5<", ">0.6<"),
    "another label": ("0.0312", "0.0313"),
    "another role": ("--weight", "--bias"),
    "another colour": ("#1f77b4", "#1f77b5"),
    "a swapped reference": ("url(#a-p1)", "url(#a-p2)"),
    "a dropped element": ('<g id="a-text_1"><text x="5" y="6">0.5</text></g>\n', ""),
    "a dropped attribute": (' clip-path="url(#a-p1)"', ""),
    "another kind of element": ("<rect", "<circle"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_changes_are_noticed(what: str) -> None:
    """Each of these is a difference, in both directions."""
    other = DRAWING.replace(*CHANGES[what])
    assert other != DRAWING
    assert difference(other, DRAWING) and difference(DRAWING, other)


def test_hashes_become_numbers() -> None:
    """In order of appearance; two drawings whose hashes differ are written alike."""
    one = '<use href="#m0182fbe6b5"/><path clip-path="url(#p66d5d51273)"/><path id="m0182fbe6b5"/>'
    assert number_ids(one) == '<use href="#m1"/><path clip-path="url(#p2)"/><path id="m1"/>'
    assert number_ids(one.replace("0182", "beef").replace("66d5", "0000")) == number_ids(one)


def test_coordinates_are_rounded() -> None:
    """Not cut: 2.9999999 and 3.0000001 are one number. Words, and numbers in words, stay as they are."""
    drawn = (
        '<svg viewBox="0 0 9.999 1"><path d="M 2.9999999 -0.0001 L 3.0000001 1e-07"/><text x="1">0.12345</text></svg>'
    )
    assert dress(drawn, "a", "It is 0.98765.") == (
        '<svg viewBox="0 0 10 1" stroke-linejoin="round" stroke-linecap="butt" role="img" aria-label="It is 0.98765.">'
        '<path d="M 3 0 L 3 0"/><text x="1">0.12345</text></svg>\n'
    )
