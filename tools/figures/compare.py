"""Whether two drawings say the same: elements, words and colours exactly, coordinates to a hundredth of a point.

A figure is drawn from committed outputs, so only the arithmetic of drawing differs between processors, by last bits.
Rounded to hundredths, such a number can fall to either side: it may differ by one hundredth, and by no more.
"""

import re
from xml.etree import ElementTree

from tools.figures.style import NUMBER

UNIT = 0.01
WORDS = ("id", "aria-label", "class", "{x}href")  # attributes whose digits are no coordinates


def parse(svg: str) -> ElementTree.Element:
    """A drawing as elements; as a part of a page it declares no namespaces."""
    return ElementTree.fromstring(f'<page xmlns:xlink="x">{svg}</page>')


def same_value(name: str, got: str, want: str) -> bool:
    """Whether an attribute says the same."""
    if name in WORDS:
        return got == want
    if re.sub(NUMBER, "#", got).split() != re.sub(NUMBER, "#", want).split():
        return False
    pairs = zip(re.findall(NUMBER, got), re.findall(NUMBER, want), strict=True)
    return all(abs(float(a) - float(b)) <= 1.001 * UNIT for a, b in pairs)


def difference(got: str, want: str) -> str:
    """The first thing in which two drawings differ, in words; empty if they say the same."""
    ours, theirs = list(parse(got).iter()), list(parse(want).iter())
    for a, b in zip(ours, theirs, strict=False):
        if a.tag != b.tag or len(a) != len(b):
            return f"<{a.tag}> of {len(a)} parts, not <{b.tag}> of {len(b)}"
        if (a.text or "").strip() != (b.text or "").strip():
            return f"<{a.tag}> says «{(a.text or '').strip()}», not «{(b.text or '').strip()}»"
        for name in sorted({*a.keys(), *b.keys()}):
            values = a.get(name, ""), b.get(name, "")
            if not same_value(name, *values):
                return f'<{a.tag} {name}="{values[0][:60]}">, not "{values[1][:60]}"'
    return "" if len(ours) == len(theirs) else f"{len(ours)} elements, not {len(theirs)}"
