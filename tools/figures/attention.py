"""Figures of the chapter Attention."""

import re
from itertools import pairwise

from tools.figures.style import ACTIVATION, DASHES, GRADIENT, INK, as_svg, axes, numbers, rows


def attention_scale() -> str:
    """Largest weight and gradient against the head's size, with and without the scale, as attention/scale prints."""
    figure, plot = axes("head size D", "mean over 1000 queries", size=(5.2, 3.4))
    table = [numbers(row.replace("|", " ")) for row in rows("attention/scale")[2:]]
    sizes = [row[0] for row in table]
    for column, name, colour, dash, at, place, side in (
        (2, "largest weight,\nno scale", ACTIVATION, DASHES[0], 4, (0, -50), "right"),
        (4, "gradient, no scale", GRADIENT, DASHES[1], 3, (-10, -10), "right"),
        (6, "largest weight, scaled", ACTIVATION, DASHES[2], 4, (0, -15), "right"),
        (8, "gradient, scaled", GRADIENT, DASHES[3], 4, (0, 7), "right"),
    ):
        line = [row[column] for row in table]
        plot.plot(sizes, line, color=colour, linestyle=dash, linewidth=2.2, marker="o", markersize=4)
        plot.annotate(name, (sizes[at], line[at]), place, textcoords="offset points", color=INK, fontsize=10, ha=side)
    plot.set_xscale("log", base=4)
    plot.set_xticks(sizes, [f"{size:.0f}" for size in sizes])
    plot.minorticks_off()
    plot.set_ylim(-0.06, 1.12)
    return as_svg(
        figure,
        "attention_scale",
        "Four lines over head sizes 1 to 256: without the scale the largest weight rises to 0.90 and the gradient "
        "falls to 0.14; with it both stay level.",
    )


def attention_masks() -> str:
    """The four grids that attention/four_masks prints; a filled square may be seen."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.2, 5.4))
    printed = rows("attention/four_masks")
    names = [n for n, row in enumerate(printed) if ":" in row]
    for place, start in enumerate(names):
        plot = figure.add_subplot(2, 2, place + 1)
        grid = [[int(n) for n in row.split()] for row in printed[start + 1 : start + 7]]
        for i, row in enumerate(grid):
            for j, seen in enumerate(row):
                plot.add_patch(_square(j, i, bool(seen)))
        ticks = range(len(grid))
        plot.set_xlim(-0.6, len(grid) - 0.4)
        plot.set_ylim(len(grid) - 0.4, -0.6)
        plot.set_aspect("equal")
        plot.set_xticks(ticks, [str(t + 1) for t in ticks])
        plot.set_yticks(ticks, [str(t + 1) for t in ticks])
        plot.tick_params(colors=INK, labelsize=9, length=0)
        plot.set_title(printed[start].partition(":")[0], color=INK, fontsize=11)
        if place % 2 == 0:
            plot.set_ylabel("token that sees", color=INK, fontsize=10)
        if place > 1:
            plot.set_xlabel("token seen", color=INK, fontsize=10)
        for spine in plot.spines.values():
            spine.set_visible(False)
    figure.subplots_adjust(wspace=0.22, hspace=0.28)
    return as_svg(
        figure,
        "attention_masks",
        "Four grids of six by six: the causal one is filled up to the diagonal, padding hides the last two columns, "
        "prefix opens the first three columns to all, permutation fills columns in the order of prediction.",
    )


def _square(x: int, y: int, seen: bool) -> object:
    """One cell of a mask: filled if it may be seen, else an empty outline."""
    from matplotlib.patches import Rectangle

    colour = ACTIVATION if seen else INK
    return Rectangle(
        (x - 0.42, y - 0.42), 0.84, 0.84, facecolor=ACTIVATION if seen else "none", edgecolor=colour,
        linewidth=0.8, alpha=1 if seen else 0.35,
    )  # fmt: skip


def position_buckets() -> str:
    """T5's bucket against the distance back, from the steps that attention/relative_buckets prints."""
    figure, plot = axes("distance back, in tokens", "bucket (encoder)", size=(5.2, 3.0))
    starts = numbers(next(row for row in rows("attention/relative_buckets") if "begins" in row).partition(":")[2])
    edges = [*starts, 140.0]
    for bucket, (start, end) in enumerate(pairwise(edges)):
        plot.plot([start, end - 1], [bucket, bucket], color=ACTIVATION, linewidth=3, solid_capstyle="butt")
        plot.plot([start], [bucket], color=ACTIVATION, marker="o", markersize=3.5)
    plot.set_xticks([0, 8, 16, 32, 64, 91, 128])
    plot.set_yticks([0, 4, 8, 12, 15])
    return as_svg(
        figure,
        "position_buckets",
        "Steps: distances 0 to 7 have a bucket each, then buckets widen, and all distances from 91 on share one.",
    )


def position_alibi() -> str:
    """The weights that ALiBi alone gives in three of eight heads, as printed by attention/alibi."""
    figure, plot = axes("steps back", "share, all scores 0", size=(5.2, 3.0))
    printed = rows("attention/alibi")
    for n, dash in zip((1, 3, 5), DASHES, strict=False):
        head = re.match(r"head \d", printed[n])
        weights = numbers(printed[n + 1].partition("0")[2])[::-1]
        plot.plot(range(5), weights, color=ACTIVATION, linestyle=dash, linewidth=2.2, marker="o", markersize=4)
        place = {1: (10, 4), 3: (6, -14), 5: (6, 6)}[n]
        plot.annotate(
            head[0] if head else "", (0 if n == 1 else 4, weights[0 if n == 1 else 4]), place,
            textcoords="offset points", color=INK, fontsize=10,
        )  # fmt: skip
    plot.set_xticks(range(5))
    plot.set_xlim(-0.2, 4.8)
    plot.set_ylim(0, 0.5)
    return as_svg(
        figure,
        "position_alibi",
        "Three falling lines: head 1 gives 0.43 to the token itself and 0.06 to the token four steps back; "
        "head 8 treats all five nearly alike.",
    )


def attention_swap() -> str:
    """Two rows of attention weights with one output, as printed by attention/other_weights."""
    figure, plot = axes("token", "attention weight", size=(5.2, 2.9))
    printed = [row for row in rows("attention/other_weights") if "output" in row and "sum" in row]
    for place, (row, hatch) in enumerate(zip(printed, ("", "///"), strict=True)):
        weights = numbers(row.partition(":")[2].partition(", sum")[0])
        at = [i + 0.4 * place for i in range(len(weights))]
        bars = plot.bar(
            at, weights, 0.36, color=ACTIVATION if not hatch else "none", edgecolor=ACTIVATION, hatch=hatch,
            label=row.partition(":")[0].strip(),
        )  # fmt: skip
        plot.bar_label(bars, [f"{w:.2f}" for w in weights], color=INK, fontsize=8, padding=2)
    plot.set_xticks([i + 0.2 for i in range(6)], [str(i + 1) for i in range(6)])
    plot.set_ylim(0, 0.7)
    plot.legend(frameon=False, labelcolor=INK, fontsize=10, loc="upper right")
    return as_svg(
        figure,
        "attention_swap",
        "Two sets of bars for six tokens with the same output: the first token has 0.61 in one and 0.06 in the other.",
    )


def attention_cost() -> str:
    """Multiplications of the projections and of the scores against length, as printed by attention/count_cost."""
    figure, plot = axes("tokens T", "multiplications, one layer", size=(5.2, 3.3))
    table = [numbers(row) for row in rows("attention/count_cost") if row.endswith("MiB")]
    lengths = [row[0] for row in table]
    for column, name, dash, place in (
        (1, "projections", DASHES[0], (0, -26)),
        (2, "scores and mix", DASHES[1], (-10, 0)),
    ):
        line = [row[column] for row in table]
        plot.loglog(lengths, line, color=ACTIVATION, linestyle=dash, linewidth=2.2, marker="o", markersize=4)
        plot.annotate(
            name, (lengths[-1], line[-1]), place, textcoords="offset points", color=INK, fontsize=10, ha="right"
        )
    plot.set_xticks(lengths, ["" if n == 1024 else f"{n:,.0f}" for n in lengths])
    plot.minorticks_off()
    return as_svg(
        figure,
        "attention_cost",
        "Two lines on logarithmic axes: scores grow twice as steeply as projections and cross them at 1,536 tokens.",
    )
