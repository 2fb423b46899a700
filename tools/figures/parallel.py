"""Figures of the chapter Beyond one machine."""

from tools.figures.style import ACTIVATION, GRADIENT, INK, WEIGHT, as_svg, axes, numbers, rows


def parallel_pipeline() -> str:
    """Who works when in a pipeline of four stages, as printed by parallel/pipeline_plain."""
    figure, plot = axes("time", "stage", size=(5.6, 2.4))
    grid = [row.split() for row in rows("parallel/pipeline_plain") if " . " in row]
    for stage, cells in enumerate(grid):
        for time, cell in enumerate(cells):
            if cell == ".":
                continue
            forward = cell.isdigit()
            plot.bar(
                time + 0.5, 0.8, 0.94, bottom=stage + 0.1, edgecolor=ACTIVATION if forward else GRADIENT,
                color=ACTIVATION if forward else "none", hatch="" if forward else "////", alpha=0.8, linewidth=1,
            )  # fmt: skip
    plot.set(xlim=(0, len(grid[0])), ylim=(len(grid), 0), yticks=[i + 0.5 for i in range(len(grid))])
    plot.set_yticklabels([str(i) for i in range(len(grid))])
    plot.grid(visible=False)
    plot.annotate("forward", (0.2, 3.6), color=ACTIVATION, fontsize=10)
    plot.annotate("backward", (11.7, 3.6), color=GRADIENT, fontsize=10)
    return as_svg(
        figure,
        "parallel_pipeline",
        "Four stages over time: forward passes run down like stairs, backward passes up again; the corners stay idle.",
    )


def parallel_cost() -> str:
    """Operations of four training runs, as printed by parallel/training_cost."""
    figure, plot = axes("operations", "", size=(5.4, 2.2))
    table = [row.split() for row in rows("parallel/training_cost")[1:]]
    bars = plot.barh([row[0] for row in table], [float(row[3]) for row in table], color=WEIGHT)
    plot.bar_label(bars, [f"{numbers(row[3])[0]:.1e}" for row in table], color=INK, fontsize=10, padding=4)
    plot.set_xscale("log")
    plot.set_xlim(1e19, 1.2e25)
    plot.invert_yaxis()
    return as_svg(
        figure,
        "parallel_cost",
        "Bars on a logarithmic scale: from BERT-large to GPT-3 the arithmetic of training grows more than 3,000-fold.",
    )
