"""Figures of the section Models: how information flows through each, from the masks that the models print."""

import re
from collections.abc import Sequence
from typing import Any

from tools.figures.style import ACTIVATION, INK, as_svg, rows

Grid = list[list[int]]  # a row for each place that sees, a 1 for each place that it sees
GAP = 0.85  # between two layers of a flow


def _grids(output: str) -> list[Grid]:
    """The masks that a model printed, in order: runs of lines such as [1, 0, 0]."""
    found: list[Grid] = [[]]
    for line in rows(output):
        if re.fullmatch(r"\[[01, ]+\]", line):
            found[-1].append([int(n) for n in re.findall(r"\d", line)])
        elif found[-1]:
            found.append([])
    return [grid for grid in found if grid]


def _reach(grids: Sequence[Grid], place: int) -> list[set[int]]:
    """From the top down, the places of each layer that one place at the top is computed from."""
    reached = [{place}]
    for grid in reversed(grids):
        reached.append({j for i in reached[-1] for j, seen in enumerate(grid[i]) if seen})
    return reached


def _empty(width: float, height: float) -> tuple[Any, Any]:
    """A figure and one set of axes without a frame, a unit being as wide as high."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    plot = figure.add_axes((0, 0, 1, 1))
    plot.set_aspect("equal")
    plot.axis("off")
    return figure, plot


def _say(plot: Any, x: float, y: float, text: str, **style: Any) -> None:
    plot.text(x, y, text, **{"color": INK, "fontsize": 10, "ha": "center", "va": "center_baseline", **style})


def _flow(
    plot: Any, grids: Sequence[Grid], inputs: Sequence[str], outputs: Sequence[str], place: int,
    left: float = 0.0, bottom: float = 0.0, wide: float = 1.0,
) -> None:  # fmt: skip
    """Places as dots, a row for each layer, and a line from each place to those that see it, one layer up.

    What `place` at the top is computed from is drawn strong, the rest faint. Inputs stand below, outputs above.
    """
    reached = _reach(grids, place)[::-1]
    for layer, grid in enumerate(grids):
        low, high = bottom + layer * GAP, bottom + (layer + 1) * GAP
        for i, row in enumerate(grid):
            for j, seen in enumerate(row):
                if seen:
                    strong = i in reached[layer + 1]
                    style = {"color": ACTIVATION, "linewidth": 1.6} if strong else {"color": INK, "alpha": 0.22}
                    ends = [left + j * wide, left + i * wide]
                    plot.plot(ends, [low, high], **{"linewidth": 0.8, **style}, zorder=1 + strong)
    for layer, here in enumerate(reached):
        for i in range(len(inputs)):
            plot.plot(
                [left + i * wide], [bottom + layer * GAP], marker="o", markersize=7, markeredgewidth=1.2, zorder=3,
                color=ACTIVATION if i in here else INK, alpha=1 if i in here else 0.35,
            )  # fmt: skip
    top = bottom + len(grids) * GAP
    for i, (word, guess) in enumerate(zip(inputs, outputs, strict=True)):
        _say(plot, left + i * wide, bottom - 0.42, word)
        if guess:
            weight = "bold" if i == place else "normal"
            _say(plot, left + i * wide, top + 0.42, guess, fontweight=weight)


def _mask(
    plot: Any, grid: Grid, seers: Sequence[str], seen: Sequence[str], place: int = -1,
    left: float = 0.0, top: float = 0.0, side: float = 0.5,
) -> None:  # fmt: skip
    """A grid of squares, filled where a place sees another, with words beside it; the row of `place` is framed."""
    from matplotlib.patches import Rectangle

    for i, row in enumerate(grid):
        y = top - (i + 1) * side
        for j, one in enumerate(row):
            corner = (left + j * side + 0.04, y + 0.04)
            colour = ACTIVATION if one else INK
            style = {"facecolor": ACTIVATION if one else "none", "edgecolor": colour, "alpha": 1 if one else 0.35}
            plot.add_patch(Rectangle(corner, side - 0.08, side - 0.08, linewidth=0.8, **style))
        bold = "bold" if i == place else "normal"
        _say(plot, left - 0.12, y + side / 2, seers[i], ha="right", fontweight=bold)
    if place >= 0:
        frame = (left - 0.03, top - (place + 1) * side - 0.03), len(seen) * side + 0.06, side + 0.06
        plot.add_patch(Rectangle(*frame, facecolor="none", edgecolor=INK, linewidth=1.4))
    for j, word in enumerate(seen):
        at = left + (j + 0.5) * side
        _say(plot, at, top - len(grid) * side - 0.12, word, rotation=90, va="top")


def _one_stack(name: str, inputs: Sequence[str], outputs: Sequence[str], place: int, says: str) -> str:
    """The figure of a model of one stack: two blocks' flow, and below it the mask that both use."""
    grid = _grids(f"models/{name}")[0]
    figure, plot = _empty(4.7, 4.3)
    _flow(plot, [grid, grid], inputs, outputs, place)
    for layer in (1, 2):
        _say(plot, -0.5, layer * GAP - GAP / 2, f"block {layer}", ha="right", fontsize=9)
    _mask(plot, grid, inputs, inputs, place, left=1.3, top=-1.1, side=0.44)
    _say(plot, 4.2, -2.4, "each row:\nwhat one\nplace sees", ha="left", fontsize=9)
    plot.set_xlim(-1.5, 5.7)
    plot.set_ylim(-4.75, 2.35)
    return as_svg(figure, f"models_{name}", says)


def models_bert() -> str:
    """BERT: what one hidden token is guessed from, by the mask that models/bert printed."""
    return _one_stack(
        "bert",
        ["the", "cat", "[MASK]", "down", ".", "[PAD]"],
        ["", "", "sat", "", "", ""],
        2,
        "BERT: through two blocks the hidden third token is computed from all five tokens, before and behind it, "
        "and never from padding; its mask is filled but for the padding's column.",
    )


def models_gpt() -> str:
    """GPT: what the token after the third is guessed from, by the mask that models/gpt printed."""
    return _one_stack(
        "gpt",
        ["the", "cat", "sat", "down", "and", "slept"],
        ["cat", "sat", "down", "and", "slept", "."],
        2,
        "GPT: each place guesses the next token; through two blocks the third place is computed from the first "
        "three tokens only; its mask is a triangle.",
    )


def models_t5() -> str:
    """T5: the masks of encoder and decoder that models/t5 printed, and what the third output is computed from."""
    read = ["thank", "you", "<X>", "me", "to", "<Y>"]
    inputs = ["<start>", "<X>", "for", "inviting"]
    outputs = ["<X>", "for", "inviting", "<Y>"]
    encoder, decoder, cross = _grids("models/t5")
    figure, plot = _empty(5.6, 4.1)
    place, side = 2, 0.44
    _mask(plot, encoder, read, read, left=0.0, top=0.0, side=side)
    _mask(plot, decoder, inputs, inputs, place, left=5.2, top=0.0, side=side)
    _mask(plot, cross, inputs, read, place, left=5.2, top=-3.95, side=side)
    _say(plot, 3 * side, 0.35, "encoder sees itself", fontsize=10)
    _say(plot, 5.2 + 2 * side, 0.35, "decoder sees itself", fontsize=10)
    _say(plot, 5.2 + 3 * side, -3.55, "decoder sees the encoder", fontsize=10)
    for row, word in enumerate(outputs):
        for top, columns in ((0.0, 4), (-3.95, 6)):
            y = top - (row + 0.5) * side
            bold = "bold" if row == place else "normal"
            _say(plot, 5.2 + columns * side + 0.12, y, word, ha="left", fontweight=bold, color=ACTIVATION)
    plot.set_xlim(-1.3, 9.6)
    plot.set_ylim(-7.3, 0.7)
    return as_svg(
        figure,
        "models_t5",
        "T5's three masks: in the encoder every place sees all; in the decoder each sees itself and those before it, "
        "and in cross-attention all of what the encoder read. On the right the token that each place writes.",
    )


def models_xlnet() -> str:
    """XLNet: the two masks of one order that models/xlnet printed."""
    words, targets = ["the", "cat", "sat", "down"], ["down", "the", "sat"]
    content, query = _grids("models/xlnet")
    figure, plot = _empty(5.6, 2.2)
    side = 0.5
    _mask(plot, content, words, words, left=0.0, top=0.0, side=side)
    _mask(plot, query, [f"? {word}" for word in targets], words, left=4.4, top=0.0, side=side)
    _say(plot, 2 * side, 0.35, "content stream", fontsize=10)
    _say(plot, 4.4 + 2 * side, 0.35, "query stream", fontsize=10)
    plot.set_xlim(-1.2, 7.4)
    plot.set_ylim(-3.1, 0.7)
    return as_svg(
        figure,
        "models_xlnet",
        "XLNet's masks for the order cat, down, the, sat: in the content stream each place sees itself and those whose "
        "turn came before; in the query stream the place that is guessed does not see itself.",
    )
