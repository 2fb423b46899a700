"""Figures of the chapter Weights as numbers."""

import re

from tools.figures.style import ACTIVATION, DASHES, INK, WEIGHT, as_svg, axes, numbers, rows


def numbers_error() -> str:
    """Error of a layer's output against bits a weight, as printed by numbers/layer_error_numpy."""
    figure, plot = axes("bits a weight", "relative error of the output", size=(5.4, 3.2))
    for row in rows("numbers/layer_error_numpy")[1:]:
        match = re.match(r"(.+?)\s+([\d.]+)\s+([\d.e+-]+)$", row)
        assert match, row
        name, bits, error = match[1], float(match[2]), float(match[3])
        plot.loglog([bits], [error], "o", color=WEIGHT, markersize=8)
        x, y = {"float32": (-9, -3), "int8, a scale a row": (-4, -16), "4 bits, one scale": (9, 2)}.get(name, (9, -4))
        side = "right" if x == -9 else "left"
        plot.annotate(name, (bits, error), (x, y), textcoords="offset points", ha=side, color=INK, fontsize=10)
    plot.set_xlim(3.4, 48)
    plot.set_ylim(3e-8, 1)
    plot.set_xticks([4, 8, 16, 32], ["4", "8", "16", "32"])
    plot.minorticks_off()
    return as_svg(
        figure,
        "numbers_error",
        "Fewer bits, larger errors: a ten-millionth at 32 bits, a tenth at 4; bfloat16 is hardly better than int8.",
    )


def numbers_prune() -> str:
    """Squares left and error of the output against the share of zeros, as printed by numbers/prune_numpy."""
    figure, plot = axes("share of weights set to 0, %", "", size=(5.2, 2.9))
    table = [numbers(row.partition("%")[2]) for row in rows("numbers/prune_numpy")[1:] if row.startswith("smallest")]
    zeros, left, error = zip(*table, strict=True)
    for name, line, colour, dash, at, place in (
        ("squares left", [x / 100 for x in left], WEIGHT, 0, 1, (-6, -21)),
        ("error of the output", error, ACTIVATION, 1, 3, (-10, 6)),
    ):
        plot.plot(zeros, line, color=colour, linestyle=DASHES[dash], linewidth=2.2, marker="o", markersize=5)
        side = "left" if dash == 0 else "right"
        plot.annotate(
            name, (zeros[at], line[at]), place, textcoords="offset points", ha=side, color=colour, fontsize=10
        )
    plot.set(ylim=(0, 1.05), xlim=(5, 95), xticks=zeros)
    return as_svg(
        figure,
        "numbers_prune",
        "With half of the weights zero nearly all squares are left, but the output is already off by a fifth.",
    )
