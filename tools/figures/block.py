"""Figures of the chapter The transformer block."""

import re
from typing import Any

from tools.figures.style import ACTIVATION, DASHES, GRADIENT, INK, WEIGHT, as_svg, axes, numbers, rows


def _wiring(lines: list[str]) -> list[list[str]]:
    """What stands on the stream, in order, told from the printed sums: ["norm"], or "+" and a branch's parts."""
    found = []
    for line in lines:
        stream, _, added = line.partition(" = ")[2].partition(" + ")
        if "norm" in stream or line.strip().startswith("returns norm"):
            found.append(["norm"])
        if added:
            found.append(["+", *re.findall(r"norm|attention|ffn", added.replace(stream, "x"))[::-1]])
    return found


def _draw(plot: Any, y: float, name: str, wiring: list[list[str]]) -> None:
    """One block from left to right: the stream, what stands on it, and above it the parts that read and add."""
    from matplotlib.patches import Circle, FancyBboxPatch

    words, wide = {"ffn": "feed-\nforward"}, {"norm": 1.0, "attention": 1.5, "ffn": 1.3}
    line, gap, up = {"color": INK, "linewidth": 1.2}, 0.35, 1.1

    def box(part: str, x: float, y: float) -> float:
        edge = WEIGHT if part == "norm" else ACTIVATION
        shape = {"boxstyle": "round,pad=0.02,rounding_size=0.12", "edgecolor": edge, "facecolor": "none"}
        tall = 0.8 if part == "ffn" else 0.56
        plot.add_patch(FancyBboxPatch((x, y - tall / 2), wide[part], tall, linewidth=1.4, **shape))
        middle = {"color": INK, "fontsize": 10, "ha": "center", "va": "center_baseline", "linespacing": 0.95}
        plot.text(x + wide[part] / 2, y, words.get(part, part), **middle)
        return x + wide[part]

    def stream(start: float, end: float) -> float:
        plot.plot([start, end], [y, y], color=INK, linewidth=2.8, solid_capstyle="butt")
        return end

    plot.text(-0.05, y + up, name, color=INK, fontsize=11, fontweight="bold", ha="left", va="center")
    x = stream(0, 1.9)
    for what, *parts in wiring:
        if what == "norm":
            x = stream(box("norm", x, y), x + wide["norm"] + gap)
            continue
        x = stream(x, x + gap)
        fork, at = x, x + gap
        for part in parts:
            plot.plot([at - gap, at], [y + up, y + up], **line)
            at = box(part, at, y + up) + gap
        plot.plot([fork, fork], [y, y + up], **line)
        plot.plot([at - gap, at, at], [y + up, y + up, y + 0.2], **line)
        stream(fork, at - 0.2)
        plot.add_patch(Circle((at, y), 0.2, facecolor="none", edgecolor=INK, linewidth=1.2))
        plot.text(at, y, "+", color=INK, fontsize=11, ha="center", va="center_baseline")
        x = stream(at + 0.2, at + 0.2 + gap)
    plot.plot([stream(x, x + 0.3)], [y], marker=">", markersize=8, color=INK)


def block_order() -> str:
    """Where the norms stand in both orders, drawn from what block/order_plain printed."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.6, 2.6))
    plot = figure.add_subplot()
    plot.set_aspect("equal")
    plot.axis("off")
    printed = rows("block/order_plain")
    starts = [i for i, row in enumerate(printed) if row.endswith(":")]
    for place, (start, end) in enumerate(zip(starts, [*starts[1:], len(printed)], strict=True)):
        name = printed[start].rstrip(":").replace("_", "-")
        _draw(plot, -2.6 * place, name, _wiring(printed[start + 1 : end]))
    plot.set_xlim(-0.1, 11.8)
    plot.set_ylim(-2.9, 1.7)
    return as_svg(
        figure,
        "block_order",
        "Two blocks: in post-norm two norms stand on the residual stream; in pre-norm they stand in front of "
        "attention and the feed-forward part, and none is on the stream.",
    )


def block_sizes() -> str:
    """The stream's size over depth in both orders, as printed by block/pre_post_numpy."""
    figure, plot = axes("blocks", "size of the stream", size=(5.2, 3.0))
    table = [numbers(line) for line in rows("block/pre_post_numpy")[2:]]
    n, pre, formula, post = zip(*(row[:4] for row in table), strict=True)
    plot.plot(n, formula, color=INK, linewidth=1.2, linestyle=DASHES[2], zorder=4)
    for values, name, dash in ((pre, "pre-norm", DASHES[0]), (post, "post-norm", DASHES[1])):
        plot.plot(n, values, color=ACTIVATION, linestyle=dash, linewidth=2.2, marker="o", markersize=4)
        plot.annotate(name, (n[-1], values[-1]), (7, -3), textcoords="offset points", color=INK, fontsize=10)
    plot.set_xlim(0, 60)
    plot.set_ylim(0, 11)
    plot.set_xticks([0, 12, 24, 36, 48])
    return as_svg(
        figure,
        "block_sizes",
        "Over 48 blocks the pre-norm stream grows to about 10 times its size; post-norm stays at 1.",
    )


def block_activations() -> str:
    """Three activation functions, as printed by block/activations_plain."""
    figure, plot = axes("z", "activation", size=(5.2, 3.3))
    header, *lines = rows("block/activations_plain")
    table = [row for row in map(numbers, lines) if row[0] <= 3]
    z = [row[0] for row in table]
    for name, column, dash in (("ReLU", 1, DASHES[1]), ("GELU", 2, DASHES[0]), ("SiLU", 4, DASHES[2])):
        assert header.split()[column] == name.lower() or column == 4
        plot.plot(z, [row[column] for row in table], color=ACTIVATION, linestyle=dash, linewidth=2, label=name)
    plot.set_ylim(-0.5, 3.1)
    plot.legend(frameon=False, labelcolor=INK, fontsize=10, loc="upper left", handlelength=3)
    return as_svg(
        figure,
        "block_activations",
        "ReLU is 0 on the left; GELU and SiLU dip below 0 there and come back; all three rise on the right.",
    )


def block_removed() -> str:
    """The loss with each part removed in two ways, as printed by block/remove_parts."""
    figure, plot = axes("loss in nats", "", size=(5.6, 3.6))
    lines = rows("block/remove_parts")
    parts = [re.match(r"([a-z-]+) +([\d.]+) +([\d.]+)$", line) for line in lines]
    table = [(m[1], float(m[2]), float(m[3])) for m in parts if m]
    best = numbers(lines[-1])[0]
    for i, (_, after, again) in enumerate(table):
        for j, (value, style) in enumerate(((after, {"color": GRADIENT}), (again, {"color": "none", "hatch": "///"}))):
            bar = plot.barh([i + 0.38 * j], [value], 0.34, edgecolor=GRADIENT, **style)
            plot.bar_label(bar, [f"{value:.2f}"], color=INK, fontsize=10, padding=3)
            if not i:
                bar.set_label(("removed afterwards", "missing from the start")[j])
    plot.axvline(best, color=INK, linestyle=(0, (4, 2)), linewidth=1.1)
    plot.set_yticks([i + 0.19 for i in range(len(table))], [name for name, *_ in table])
    plot.invert_yaxis()
    plot.set_xlim(0, 5.6)
    plot.grid(visible=False, axis="y")
    plot.legend(frameon=False, labelcolor=INK, fontsize=10, loc="lower center", bbox_to_anchor=(0.45, 1.0), ncols=2)
    return as_svg(
        figure,
        "block_removed",
        "Pairs of bars: removed afterwards, every part costs much; missing from the start, only attention, "
        "positions and the feed-forward part do.",
    )
