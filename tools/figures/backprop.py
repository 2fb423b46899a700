"""Figures of the chapter Backpropagation."""

import re

from tools.figures.style import ACTIVATION, BIAS, DASHES, GRADIENT, INK, WEIGHT, as_svg, axes, numbers, rows


def backprop_chain() -> str:
    """The three nodes of backprop/chain: values on the way forward, gradients on the way back."""
    from matplotlib.figure import Figure

    printed = " ".join(rows("backprop/chain")[:-1])  # the last line measures the gradients again
    value = {name: number for name, number in re.findall(r"(\S+) = (-?\d+\.\d+)", printed)}
    figure = Figure(figsize=(5.2, 3.2))
    plot = figure.add_axes((0, 0, 1, 1))
    plot.set(xlim=(0, 10.4), ylim=(0.4, 5.6))
    plot.axis("off")
    arrow = {"arrowstyle": "->", "color": INK, "linewidth": 1}
    back = {"arrowstyle": "->", "color": GRADIENT, "linewidth": 1.6, "linestyle": (0, (5, 2))}
    nodes = {"z": (4.1, "wx + b"), "a": (6.8, "sigmoid"), "L": (9.5, "a²")}
    for name, (x, what) in nodes.items():
        plot.plot([x], [3], "o", markersize=28, markerfacecolor="none", markeredgecolor=INK)
        plot.text(x, 3, name, ha="center", va="center", color=INK, fontsize=14)
        plot.text(x, 4.75, what, ha="center", color=INK, fontsize=11)
        plot.text(x, 3.9, value[name], ha="center", color=ACTIVATION, fontsize=11)
        gradient = f"dL/d{name}\n{value.get(f'dL/d{name}', '1')}"
        plot.text(x, 2.0, gradient, ha="center", va="top", color=GRADIENT, fontsize=11)
    inputs = {"w": (5.0, WEIGHT, "dz/dx"), "x": (3.0, ACTIVATION, "dz/dw"), "b": (1.0, BIAS, "")}
    for name, (y, colour, slope) in inputs.items():
        number = float(value[slope]) if slope else float(value["z"]) - float(value["dz/dx"]) * float(value["dz/dw"])
        plot.text(0.1, y, f"{name} = {number:g}", va="bottom", color=colour, fontsize=12)
        plot.text(0.1, y - 0.05, f"dL/d{name} {value[f'dL/d{name}']}", va="top", color=GRADIENT, fontsize=11)
        plot.annotate("", (3.45, 3 + (y - 3) * 0.16), (2.5, y + (3 - y) * 0.25), arrowprops=arrow)
    for start, end, slope in (("z", "a", "da/dz"), ("a", "L", "dL/da")):
        left, right = nodes[start][0] + 0.62, nodes[end][0] - 0.62
        plot.annotate("", (right, 3.2), (left, 3.2), arrowprops=arrow)
        plot.annotate("", (left, 2.8), (right, 2.8), arrowprops=back)
        plot.text((left + right) / 2, 2.6, f"× {float(value[slope]):.2f}", ha="center", va="top", color=GRADIENT)
    return as_svg(
        figure,
        "backprop_chain",
        "A graph of three nodes z, a and L: values run to the right; gradients run back, multiplied by each slope.",
    )


def backprop_steps() -> str:
    """The error of both ways to measure a slope, as printed by backprop/slope."""
    figure, plot = axes("step h", "error of the slope", size=(5.2, 2.9))
    printed = [numbers(row) for row in rows("backprop/slope") if re.match(r"[\d.]+ +-", row)]
    steps = [row[0] for row in printed]
    for column, name, dash, mark in ((2, "one-sided", DASHES[1], "s"), (4, "central", DASHES[0], "o")):
        errors = [row[column] for row in printed]
        plot.loglog(steps, errors, color=GRADIENT, linestyle=dash, linewidth=2.2, marker=mark, markersize=6)
        plot.annotate(name, (steps[2], errors[2]), (8, -14), textcoords="offset points", color=INK, fontsize=10)
    plot.set_xticks([1, 0.1, 0.01, 0.001], ["1", "0.1", "0.01", "0.001"])
    return as_svg(
        figure,
        "backprop_steps",
        "Two falling lines on logarithmic axes: the central difference's error falls twice as steeply.",
    )


def backprop_logits() -> str:
    """Probabilities and gradients of three positions, as printed by backprop/cross_entropy."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.2))
    printed = [numbers(row) for row in rows("backprop/cross_entropy") if row.startswith("target")]
    for place, (target, *values) in enumerate(printed):
        for below, (bars, colour) in enumerate(((values[:4], ACTIVATION), (values[4:], GRADIENT))):
            plot = figure.add_subplot(2, 3, 1 + place + 3 * below)
            drawn = plot.bar(range(4), bars, 0.7, color="none", edgecolor=colour)
            drawn[int(target)].set(facecolor=colour)
            plot.axhline(0, color=INK, linewidth=0.8)
            plot.set(ylim=(-0.3, 0.3) if below else (0, 1), yticks=(-0.2, 0, 0.2) if below else (0, 0.5, 1))
            plot.set_xticks(range(4))
            plot.tick_params(colors=INK, labelsize=10)
            for side, spine in plot.spines.items():
                spine.set(color=INK, linewidth=0.8, visible=side == "left")
            if place == 0:
                plot.set_ylabel("dL/dz" if below else "p", color=INK, fontsize=11)
            if below:
                plot.set_xlabel("token", color=INK, fontsize=10)
    figure.subplots_adjust(wspace=0.55, hspace=0.35)
    return as_svg(
        figure,
        "backprop_logits",
        "Bars at three positions: the gradient points down only at the right token, and is small where p was right.",
    )


def backprop_depth() -> str:
    """The gradient's norm on its way down, as printed by backprop/depth."""
    figure, plot = axes("after layer", "norm of the gradient", size=(5.4, 3.7))
    header, *printed = rows("backprop/depth")
    layers = numbers(header)
    places = {"plain, He": -12, "residual, norm": 8, "plain, large": -10}
    for row, dash in zip(printed[:5], (*DASHES, DASHES[1]), strict=True):
        name, line = row[:14].strip(), numbers(row[14:])
        mark = "s" if "residual" in name else "o"
        plot.semilogy(layers, line, color=GRADIENT, linestyle=dash, linewidth=2.2, marker=mark, markersize=4)
        place = (8, places.get(name, -3))
        plot.annotate(name, (0, line[-1]), place, textcoords="offset points", color=INK, fontsize=10)
    plot.set_xlim(31, -13)
    plot.set_xticks(layers)
    return as_svg(
        figure,
        "backprop_depth",
        "Five lines through thirty layers: the gradient vanishes or explodes in three, and stays level in two: "
        "plain with He weights, and residual with a norm.",
    )


def backprop_checkpoints() -> str:
    """Arrays kept at most against the spacing of checkpoints, as printed by backprop/checkpoint_by_hand."""
    figure, plot = axes("layers from one checkpoint to the next", "arrays kept at most", size=(5.2, 2.9))
    everything, *printed = [numbers(row) for row in rows("backprop/checkpoint_by_hand")]
    spacing, kept = [row[0] for row in printed], [row[1] for row in printed]
    plot.plot(spacing, kept, color=ACTIVATION, linewidth=2.2, marker="o", markersize=6)
    plot.axhline(everything[0], color=INK, linestyle=DASHES[1], linewidth=1.2)
    plot.annotate(
        f"without checkpoints: {everything[0]:g}",
        (spacing[-1], everything[0]),
        (0, -14),
        textcoords="offset points",
        ha="right",
        color=INK,
        fontsize=10,
    )
    low = kept.index(min(kept))
    plot.annotate(f"{kept[low]:g}", (spacing[low], kept[low]), (-3, -15), textcoords="offset points", color=INK)
    plot.set(ylim=(0, 41), xticks=spacing)
    return as_svg(
        figure,
        "backprop_checkpoints",
        "A valley: with a checkpoint at every sixth of 36 layers the fewest arrays are kept, 12 instead of 37.",
    )
