"""Figures of the chapter Train a language model."""

from math import log

from tools.figures.style import ACTIVATION, BIAS, DASHES, INK, WEIGHT, as_svg, axes, numbers, rows


def training_curves() -> str:
    """Training and validation loss of the tiny GPT, as printed by training/tiny_gpt."""
    figure, plot = axes("training step", "loss, nats a letter", size=(5.2, 3.3))
    printed = [numbers(row.partition("'")[0]) for row in rows("training/tiny_gpt") if "'" in row]
    steps, training, validation = zip(*printed, strict=True)
    uniform = log(numbers(rows("training/tiny_gpt")[0])[1])
    plot.axhline(uniform, color=INK, linestyle=DASHES[2], linewidth=1.2)
    plot.annotate("ln V: a uniform guess", (490, uniform), (0, -13), textcoords="offset points", ha="right",
                  color=INK, fontsize=10)  # fmt: skip
    for name, line, dash, below in (("validation", validation, DASHES[1], -4), ("training", training, DASHES[0], -3)):
        plot.plot(steps, line, color=ACTIVATION, linestyle=dash, linewidth=2.2, marker="o", markersize=5)
        plot.annotate(name, (steps[-1], line[-1]), (8, below), textcoords="offset points", color=INK, fontsize=10)
    best = validation.index(min(validation))
    plot.plot([steps[best]], [validation[best]], "o", color=INK, markersize=10, fillstyle="none")
    plot.annotate("best", (steps[best], validation[best]), (4, -16), textcoords="offset points", color=INK, fontsize=10)
    plot.set(xlim=(-8, 490), ylim=(0, 4.7))
    return as_svg(
        figure,
        "training_curves",
        "The training loss falls all the way; the validation loss is lowest at step 50 and ends above a uniform guess.",
    )


def training_context() -> str:
    """Loss of the counting models against the length of their context, as printed by training/ngram_plain."""
    figure, plot = axes("letters of context", "loss, nats a letter", size=(5.2, 2.9))
    contexts, _, training, validation = zip(*(numbers(row) for row in rows("training/ngram_plain")[1:]), strict=True)
    for name, line, dash in (("validation", validation, DASHES[1]), ("training", training, DASHES[0])):
        plot.plot(contexts, line, color=ACTIVATION, linestyle=dash, linewidth=2.2, marker="o", markersize=5)
        plot.annotate(name, (contexts[-1], line[-1]), (8, -3), textcoords="offset points", color=INK, fontsize=10)
    plot.set(xlim=(-0.1, 4.9), ylim=(0, 3.6), xticks=contexts)
    return as_svg(
        figure,
        "training_context",
        "With more context the training loss falls to 1 while the validation loss turns upwards after two letters.",
    )


def training_moved() -> str:
    """How far each kind of parameter moved, as printed by training/tiny_gpt."""
    figure, plot = axes("root mean square change", "", size=(5.2, 2.8))
    lines = rows("training/tiny_gpt")
    table = [row.split() for row in lines[lines.index("") + 2 :]]
    names = [row[0] for row in table]
    bars = plot.barh(
        names, [float(row[2]) for row in table], color=[BIAS if name == "biases" else WEIGHT for name in names],
    )  # fmt: skip
    plot.bar_label(bars, [row[2] for row in table], color=INK, fontsize=10, padding=3)
    plot.invert_yaxis()
    plot.set_xlim(0, 0.3)
    return as_svg(
        figure,
        "training_moved",
        "Bars by kind: gains moved most, then token embeddings; matrices and biases moved by 0.05 to 0.08.",
    )
