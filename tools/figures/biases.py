"""Figures of the chapter Biases."""

from math import atan, degrees, exp

from tools.figures.style import ACTIVATION, BIAS, DASHES, INK, WEIGHT, as_svg, axes, numbers, rows


def shift() -> str:
    """The output curve of a neuron for three biases, as printed by biases/shift_plain."""
    figure, plot = axes("input x", "output p")
    printed = [numbers(row) for row in rows("biases/shift_plain")]
    for (w, b, *_, crossing), dash in zip(
        [p for p in printed if p[:2] in ([2, -2], [2, 0], [2, 2])], DASHES, strict=False
    ):
        grid = [i / 20 for i in range(-80, 81)]
        plot.plot(grid, [1 / (1 + exp(-(w * x + b))) for x in grid], color=ACTIVATION, linestyle=dash, linewidth=2.2)
        plot.plot([crossing], [0.5], "o", color=BIAS, markersize=7)
        plot.annotate(
            f"b = {b:g}", (crossing, 0.5), (-5, 5), textcoords="offset points", ha="right", color=BIAS, fontsize=10
        )
    return as_svg(
        figure, "shift", "Three S-shaped curves of the same steepness: a larger bias moves the curve to the left."
    )


def boundary() -> str:
    """The lines on which a two-input neuron is undecided, for three biases, as printed by biases/boundary_plain."""
    figure, plot = axes("input x1", "input x2", size=(5.0, 3.8))
    printed = [numbers(row.replace("w = (", "")) for row in rows("biases/boundary_plain") if row.startswith("w")]
    for (w1, w2, b, distance), dash in zip([p for p in printed if p[:2] == [1, 2]], DASHES, strict=False):
        plot.plot([-2.5, 3.5], [-(w1 * x + b) / w2 for x in (-2.5, 3.5)], color=BIAS, linestyle=dash, linewidth=2.2)
        slope = {"rotation": degrees(atan(-w1 / w2)), "rotation_mode": "anchor", "transform_rotates_text": True}
        start = (-2.4, 0.17 - (w1 * -2.4 + b) / w2)
        plot.text(*start, f"b = {b:g}, distance {distance:g}", color=BIAS, fontsize=10, **slope)
    plot.plot([0, 2, 0, 2], [0, 0, 2, 2], "o", color=ACTIVATION, markersize=8)
    plot.annotate(
        "", (1 / 5**0.5, 2 / 5**0.5), (0, 0), arrowprops={"arrowstyle": "->", "color": WEIGHT, "linewidth": 2}
    )
    plot.annotate("w", (0.5, 0.75), color=WEIGHT, fontsize=12)
    plot.set(xlim=(-2.6, 3.6), ylim=(-2.9, 3.2))
    return as_svg(
        figure,
        "boundary",
        "Three parallel lines at right angles to the weights: the bias moves the line and does not turn it.",
    )


def bias_share() -> str:
    """The share of biases in a block against the width, and 0.75/C, as printed by biases/share."""
    figure, plot = axes("width C", "share of a block, %")
    printed = [row for row in rows("biases/share") if "%" in row]
    cells = [[cell.strip(" %") for cell in row.split("|")] for row in printed]
    widths, shares = [float(c[1]) for c in cells], [float(c[4]) for c in cells]
    grid = [600 * 1.03**i for i in range(110)]
    plot.loglog(grid, [75 / d for d in grid], color=INK, linestyle=DASHES[1], linewidth=1.2)
    plot.loglog(widths, shares, "o", color=BIAS, markersize=8)
    for cell, width, share in zip(cells, widths, shares, strict=True):
        plot.annotate(cell[0], (width, share), (8, 2), textcoords="offset points", color=BIAS, fontsize=10)
    plot.annotate("0.75/C", (4000, 75 / 4000), (4, 6), textcoords="offset points", color=INK, fontsize=11)
    plot.set_xlim(600, 26000)
    plot.set_xticks([1000, 10000], ["1,000", "10,000"])
    plot.set_yticks([0.01, 0.1], ["0.01", "0.1"])
    return as_svg(
        figure,
        "bias_share",
        "Points of five models on a falling straight line: the share of biases is 0.75 divided by the width.",
    )
