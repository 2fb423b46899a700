"""Draw the pages' figures from the snippets' outputs, as SVG in the page's own colours.

    python -m tools.figures     draw every figure anew into docs/_generated/

One module a chapter. Each function that it defines is a figure: it takes nothing and returns the SVG, which
becomes docs/_generated/<name of the function>.svg.
"""

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

from tools.figures.compare import difference
from tools.snippets import ROOT

GENERATED = ROOT / "docs/_generated"


def figures() -> dict[str, Callable[[], str]]:
    """Name -> figure, of every chapter. Raises ValueError where two chapters use one name."""
    found: dict[str, Callable[[], str]] = {}
    for chapter in sorted(
        m.name for m in pkgutil.iter_modules(__path__) if m.name not in ("style", "compare", "__main__")
    ):
        module = importlib.import_module(f"tools.figures.{chapter}")
        for name, function in vars(module).items():
            if callable(function) and getattr(function, "__module__", "") == module.__name__ and name[0] != "_":
                if name in found:
                    raise ValueError(f"tools/figures/{chapter}.py: {name} is drawn twice. Mend: rename one of them.")
                found[name] = function
    return found


def draw(folder: Path = GENERATED) -> list[Path]:
    """Draw every figure into a folder; the files whose content changed. What differs by rounding alone is kept."""
    changed = []
    for name, figure in figures().items():
        path, svg = folder / f"{name}.svg", figure()
        if not path.exists() or difference(svg, path.read_text(encoding="utf-8")):
            path.write_text(svg, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed
