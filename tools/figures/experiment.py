"""Figures of the page One corpus: from tools/experiment/results.json."""

from math import sqrt

from tools.experiment.report import groups
from tools.experiment.train import SIZES
from tools.figures.style import ACTIVATION, BIAS, DASHES, GRADIENT, INK, WEIGHT, as_svg, axes

COLOURS = dict(zip(SIZES, (WEIGHT, BIAS, ACTIVATION, GRADIENT), strict=True))
MARKS = dict(zip(SIZES, "sovD", strict=True))


def experiment_curves() -> str:
    """Each model's own loss on unseen text against the FLOPs spent, mean of the seeds."""
    figure, plot = axes("spent on training, TFLOP", "own loss, nats a scored token")
    for (name, colour), dash in zip(COLOURS.items(), DASHES, strict=True):
        curves = [run["curve"] for run in groups()[name]]
        spent = [point[0] / 1e12 for point in curves[0]]
        loss = [sum(curve[i][1] for curve in curves) / len(curves) for i in range(len(spent))]
        plot.plot(
            spent, loss, color=colour, linestyle=dash, linewidth=1.8, marker=MARKS[name], markersize=4, label=name
        )
    plot.set_ylim(1.3, 4.2)  # T5 starts above
    legend = plot.legend(frameon=False, fontsize=10, loc="upper right")
    for text in legend.get_texts():
        text.set_color(INK)
    return as_svg(
        figure,
        "experiment_curves",
        "Four falling curves of loss against compute; each is the loss of another question, so their heights cannot be "
        "compared.",
    )


def experiment_right() -> str:
    """Right answers to the three questions, with standard errors."""
    figure, plot = axes("right answers, %", "", (5.6, 3.4))
    questions = {"one character, both sides": ("blank", "right"), "next character": ("next", "right")}
    questions["span of 5, characters"] = ("span", "characters")
    for row, (question, what) in enumerate(questions.values()):
        for place, name in enumerate(SIZES):
            values = [run["answers"][question][what] for run in groups()[name]]
            mean = sum(values) / len(values)
            error = sqrt(
                mean * (1 - mean) / 1000 + sum((v - mean) ** 2 for v in values) / len(values) / max(1, len(values) - 1)
            )
            y = row + 0.18 * (place - 1.5)
            style = {"color": COLOURS[name], "fmt": MARKS[name], "markersize": 6, "linewidth": 1.2}
            plot.errorbar([100 * mean], [y], xerr=[100 * error], label=name if row == 0 else None, **style)
    plot.set_yticks(range(len(questions)), questions)
    plot.invert_yaxis()
    plot.grid(visible=False, axis="y")
    legend = plot.legend(ncols=4, loc="lower center", bbox_to_anchor=(0.35, 1.0), frameon=False, fontsize=10)
    for text in legend.get_texts():
        text.set_color(INK)
    return as_svg(
        figure,
        "experiment_right",
        "Right answers with standard errors. One character from both sides: XLNet leads, BERT and GPT are level, T5 is "
        "last. The next character: GPT is ahead by far. Five characters: GPT again, though it reads the left only.",
    )
