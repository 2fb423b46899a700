"""Figures of the page about training objectives."""

from typing import Any

from tools.bench import scope_of
from tools.figures.style import ACTIVATION, INK, as_svg

CELL = 0.41  # half of a square


def _squares(plot: Any, places: list[tuple[float, float]], **style: Any) -> None:
    """One path of many squares, which is a fifth of the bytes of as many patches."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    corners = ((-CELL, -CELL), (CELL, -CELL), (CELL, CELL), (-CELL, CELL), (-CELL, -CELL))
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    points = [(x + dx, y + dy) for x, y in places for dx, dy in corners]
    if places:
        plot.add_patch(PathPatch(Path(points, codes * len(places)), linewidth=0.8, clip_on=False, **style))


def _grid(plot: Any, title: str, rows: list[str], see: list[list[bool]], asked: list[bool], split: int) -> None:
    """Squares where a row's place sees a column's; full where the row has a loss; a gap before row `split`."""
    places: dict[str, list[tuple[float, float]]] = {"unseen": [], "seen": [], "asked": []}
    for i, row in enumerate(see):
        y = i + 0.5 * (i >= split)
        for j, seen in enumerate(row):
            kind = "unseen" if not seen else "asked" if asked[i] else "seen"
            places[kind].append((j + 0.5 * (j >= split), y))
        weight = "bold" if asked[i] else "normal"
        plot.text(-0.9, y, rows[i], color=INK, fontsize=8.5, ha="right", va="center_baseline", fontweight=weight)
    _squares(plot, places["unseen"], edgecolor=INK, facecolor="none", alpha=0.2)
    _squares(plot, places["seen"], edgecolor=ACTIVATION, facecolor="none")
    _squares(plot, places["asked"], edgecolor=ACTIVATION, facecolor=ACTIVATION)
    plot.text(-0.5, -1.2, title, color=INK, fontsize=9.5, ha="left", va="center_baseline")
    plot.set_xlim(-6.4, 15.2)
    plot.axis("off")


def objectives_grids() -> str:
    """Which place sees which, for one sentence under four objectives, as objectives/four_examples computes it."""
    from matplotlib.figure import Figure

    scope = scope_of("objectives/four_examples.py")
    figure = Figure(figsize=(4.7, 4.9))
    tall = [10, 15.5]
    places = figure.add_gridspec(2, 2, height_ratios=[t + 1.8 for t in tall], wspace=0.06, hspace=0.04)
    titles = ("causal", "masked", "span corruption", "permutation")
    for n, (title, name) in enumerate(zip(titles, ("causal", "masked", "spans", "permutation"), strict=True)):
        inputs, targets, see = scope[name]()
        asked = [target != "-" for target in targets]
        labels = [*inputs, *(f"? {target}" for target in targets[len(inputs) :])]
        split = {"spans": inputs.index("<start>") if "<start>" in inputs else 0, "permutation": len(inputs)}
        plot = figure.add_subplot(places[n // 2, n % 2])
        _grid(plot, title, labels, see, asked, split.get(name, 99))
        plot.set_ylim(tall[n // 2] - 0.2, -2)
    figure.subplots_adjust(0, 0, 1, 1)
    return as_svg(
        figure,
        "objectives_grids",
        "Four grids. Causal: a triangle, every row with a loss. Masked: a full square, three rows with a loss. Span "
        "corruption: the encoder's square, and below it six decoder rows that see all of it and a triangle of their "
        "own. Permutation: rows of different lengths, and three query rows that do not see their own token.",
    )
