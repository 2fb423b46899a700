"""Numbers in a lab's words: each must stand in what the lab prints, or in its code."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from tools.labs.source import Lab, as_page

SMALL = 12  # whole numbers up to this count things and need no print
NUMBER = re.compile(r"(?<![\w.,-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(e[-+]?\d+)?(?![\w-]|\.\d|,\d)( %)?")


def values(text: str) -> set[float]:
    """Every number in a text, with and without its sign, commas taken as thousands."""
    found = re.findall(r"\d+(?:,\d{3})+(?:\.\d+)?|\d*\.?\d+(?:e[-+]?\d+)?", text)
    return {float(n.replace(",", "")) for n in found}


def printed(lab: Lab, book: Any) -> set[float]:
    """What the lab's cells print, and what stands in their code."""
    texts = [cell.source for cell in lab.code]
    texts += [o.get("text", "") for cell in book.cells for o in cell.get("outputs", [])]
    return values("\n".join(texts))


def stands(number: float, decimals: int, percent: bool, known: Iterable[float]) -> bool:
    """Whether a number of the prose is one of the known, to within one unit of its last digit."""
    unit = 10.0**-decimals * (1.001 if decimals else 0.51)
    scales = (1, 100) if percent else (1,)
    return any(abs(number - other * scale) <= unit for other in known for scale in scales)


def unprinted(lab: Lab, book: Any) -> Iterator[str]:
    """One message for each number in the lab's words that nothing on the page shows."""
    from tools.check import prose

    known = printed(lab, book)
    for line, text in prose(as_page(lab.path)):
        for match in NUMBER.finditer(re.sub(r"\]\([^)]*\)", "]", text)):
            whole, part, power, percent = match.groups()
            number = float(whole.replace(",", "") + (part or "") + (power or ""))
            if not part and not power and number <= SMALL:
                continue
            if not stands(number, len(part or ".") - 1, bool(percent), known):
                yield (
                    f"{lab.file}:{line}: {match[0].strip()} is printed nowhere in this lab. "
                    "Mend: print it, or say it in words."
                )
