"""Figures of the chapter Gradient descent."""

import re
from math import cos, pi, sin

from tools.figures.style import ACTIVATION, DASHES, GRADIENT, INK, WEIGHT, as_svg, axes, numbers, rows

OPTIMISERS = ("sgd", "momentum", "rmsprop", "adam", "adamw")


def descent_rates() -> str:
    """Three of the runs on a parabola, as printed by descent/quadratic_plain."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 2.7))
    plots = figure.subplots(1, 3)
    runs = {lr: path for lr, _, *path in map(numbers, rows("descent/quadratic_plain")[1:])}
    wanted = ((0.02, "too small", (-1, 7)), (0.2, "right", (-1, 7)), (0.55, "diverging", (-7, 13)))
    for plot, (lr, name, (left, right)) in zip(plots, wanted, strict=True):
        curve = [left + i * (right - left) / 80 for i in range(81)]
        plot.plot(curve, [2 * (w - 3) ** 2 for w in curve], color=INK, linewidth=1.1)
        path = runs[lr]
        plot.plot(path, [2 * (w - 3) ** 2 for w in path], color=WEIGHT, linewidth=1.6, marker="o", markersize=4)
        plot.plot(path[:1], [18], "o", color=WEIGHT, markersize=9, fillstyle="none")
        plot.set_title(f"lr {lr:g}: {name}", color=INK, fontsize=10.5)
        plot.set_xlabel("w", color=INK, fontsize=11)
        plot.tick_params(colors=INK, labelsize=9)
        for side, spine in plot.spines.items():
            spine.set(color=INK, linewidth=0.8, visible=side in ("left", "bottom"))
    plots[0].set_ylabel("loss", color=INK, fontsize=11)
    figure.subplots_adjust(wspace=0.32)
    return as_svg(
        figure,
        "descent_rates",
        "Three runs on one parabola: tiny steps that get a third of the way, steps that arrive, jumps that go higher.",
    )


def descent_bowl() -> str:
    """The first steps in a narrow bowl with three learning rates, as printed by descent/bowl_numpy."""
    figure, plot = axes("along the flat direction", "along the steep direction", size=(5.8, 3.4))
    turns = [2 * pi * i / 120 for i in range(121)]
    for level in (0.5, 2, 5, 10, 18):
        wide, high = (2 * level) ** 0.5, (2 * level / 25) ** 0.5
        plot.plot([wide * cos(t) for t in turns], [high * sin(t) for t in turns], color=INK, alpha=0.3, linewidth=0.8)
    lines = rows("descent/bowl_numpy")
    start = next(i for i, line in enumerate(lines) if line.startswith("step"))
    rates, table = numbers(lines[start - 1]), [numbers(line) for line in lines[start + 1 : start + 12]]
    for run, (lr, dash, mark) in enumerate(zip(rates, DASHES, "os^", strict=False)):
        x, y = [row[1 + 2 * run] for row in table], [row[2 + 2 * run] for row in table]
        plot.plot(x, y, color=WEIGHT, linestyle=dash, linewidth=1.5, marker=mark, markersize=4.5, label=f"lr {lr:g}")
    plot.plot([0], [0], "+", color=INK, markersize=10)
    plot.set(xlim=(-1, 5), ylim=(-2.1, 2.1))
    plot.legend(frameon=False, labelcolor=INK, fontsize=10, loc="upper left")
    return as_svg(
        figure,
        "descent_bowl",
        "In a narrow bowl a small rate slides down the steep side and then crawls; larger ones leap from side to side.",
    )


def descent_optimisers() -> str:
    """The loss of five optimisers on one bowl, as printed by their snippets."""
    figure, plot = axes("step", "loss", size=(5.6, 3.5))
    names = ("SGD", "momentum", "RMSProp", "Adam", "AdamW")
    drop = {"SGD": -3, "momentum": -3, "RMSProp": -3, "Adam": 3, "AdamW": -10}
    for name, file, dash, mark in zip(names, OPTIMISERS, (*DASHES, DASHES[1]), "os^Dv", strict=True):
        steps, losses = zip(
            *((numbers(line)[0], numbers(line)[-1]) for line in rows(f"descent/{file}_plain")), strict=True
        )
        plot.semilogy(steps, losses, color=ACTIVATION, linestyle=dash, linewidth=1.8, marker=mark, markersize=5)
        plot.annotate(
            name, (steps[-1], losses[-1]), (9, drop[name]), textcoords="offset points", color=INK, fontsize=10
        )
    plot.set_xlim(-0.5, 38)
    return as_svg(
        figure,
        "descent_optimisers",
        "Loss against step, logarithmic: RMSProp and momentum fall fastest here, Adam overshoots, AdamW ends higher.",
    )


def descent_floor() -> str:
    """Three schedules under noisy gradients, as printed by descent/floor_plain."""
    figure, plot = axes("step", "mean of w²", size=(5.6, 3.3))
    header, *table = rows("descent/floor_plain")
    names = re.split(r"\s{2,}", header.strip())[1:]
    steps, *columns = zip(*map(numbers, table), strict=True)
    for name, column, dash, mark in zip(names, columns, DASHES, "os^", strict=False):
        plot.semilogy(steps, column, color=GRADIENT, linestyle=dash, linewidth=1.8, marker=mark, markersize=5)
        drop = {"constant 0.01": 4, "cosine from 0.5": -10}.get(name, -3)
        plot.annotate(name, (steps[-1], column[-1]), (9, drop), textcoords="offset points", color=INK, fontsize=10)
    plot.set(xlim=(-8, 545), ylim=(0.006, 40))
    return as_svg(
        figure,
        "descent_floor",
        "A large constant rate falls fast and stays at 0.33; a small one is slow; a cosine is fast and ends lowest.",
    )


def descent_schedule() -> str:
    """The learning rate of each step, as printed by descent/schedule_plain."""
    figure, plot = axes("step", "learning rate", size=(5.4, 2.7))
    steps, rates = zip(*map(numbers, rows("descent/schedule_plain")), strict=True)
    plot.plot(steps, rates, color=GRADIENT, linewidth=2.0, marker="o", markersize=4.5)
    plot.annotate("warm-up", (9, 0.0003), (10, -2), textcoords="offset points", color=INK, fontsize=10)
    plot.annotate("cosine", (110, 0.00033), (10, 4), textcoords="offset points", color=INK, fontsize=10)
    plot.set_ylim(0, 0.00066)
    plot.set_yticks([0, 0.0002, 0.0004, 0.0006], ["0", "0.0002", "0.0004", "0.0006"])
    return as_svg(
        figure,
        "descent_schedule",
        "The rate rises in a straight line for 20 steps, falls along half a cosine, and stays at a tenth of its peak.",
    )
