"""Figures of the chapter Weights."""

import re

from tools.figures.style import ACTIVATION, BIAS, DASHES, INK, WEIGHT, as_svg, axes, numbers, rows


def three_kinds() -> str:
    """The attention weights of one token in two texts, as printed by weights/three_kinds_numpy."""
    figure, plot = axes("token that “sat” attends to", "attention weight", size=(5.2, 2.7))
    printed = rows("weights/three_kinds_numpy")
    texts = [row.rstrip(":") for row in printed if row.startswith("the ")]
    shares = [numbers(row.partition(":")[2]) for row in printed if "attention weights" in row]
    for place, (text, share, hatch) in enumerate(zip(texts, shares, ("", "///"), strict=True)):
        at = [i + 0.4 * place for i in range(len(share))]
        bars = plot.bar(
            at, share, 0.36, color=ACTIVATION if not hatch else "none", edgecolor=ACTIVATION, hatch=hatch, label=text
        )
        plot.bar_label(bars, [f"{s:.2f}" for s in share], color=INK, fontsize=10, padding=2)
    words = [" / ".join(dict.fromkeys(pair)) for pair in zip(*(text.split() for text in texts), strict=True)]
    plot.set_xticks([i + 0.2 for i in range(len(words))], words)
    plot.set_ylim(0, 0.65)
    plot.legend(frameon=False, labelcolor=INK, fontsize=10, loc="upper left")
    return as_svg(
        figure,
        "three_kinds",
        "Bars of the attention weights of the word sat: with cat it attends most to cat, with dog most to itself.",
    )


def gpt2_weights() -> str:
    """GPT-2 small's parameters by kind, as lengths, as printed by weights/count_gpt2."""
    figure, plot = axes("million parameters", "", size=(5.2, 2.7))
    printed = rows("weights/count_gpt2")
    table = [row for row in printed[printed.index("") + 2 :] if not row.startswith("total")]
    kinds = [re.match(r"[a-z -]*[a-z]", row) for row in table]
    names = [kind[0] for kind in kinds if kind]
    counts, shares = zip(*(numbers(row)[-2:] for row in table), strict=True)
    bars = plot.barh(names, [c / 1e6 for c in counts], color=[BIAS if "bias" in n else WEIGHT for n in names])
    plot.bar_label(bars, [f"{share:.2f}%" for share in shares], color=INK, fontsize=10, padding=3)
    plot.invert_yaxis()
    plot.set_xlim(0, 72)
    return as_svg(
        figure,
        "gpt2_weights",
        "Bars by kind: feed-forward, token embedding and attention hold nearly all of GPT-2 small.",
    )


def init_depth() -> str:
    """Variance of the sums through fifty layers for five starts, as printed by weights/init_depth."""
    figure, plot = axes("layer", "variance of z", size=(5.2, 3.7))
    header, *printed = rows("weights/init_depth")
    layers = numbers(header.partition("factor")[0])
    for row, dash in zip(printed, (*DASHES, DASHES[1]), strict=True):
        name, _, values = re.split(r"\s+(?=(\d\.\de))", row, maxsplit=1)
        line = numbers(values)[: len(layers)]
        plot.semilogy(layers, line, color=ACTIVATION, linestyle=dash, linewidth=2.2, marker="o", markersize=4)
        place = (8, {"He": 5, "Xavier, no ReLU": -11}.get(name, -3))
        plot.annotate(name, (layers[-1], line[-1]), place, textcoords="offset points", color=INK, fontsize=10)
    plot.set_xlim(0, 68)
    plot.set_xticks(layers)
    return as_svg(
        figure,
        "init_depth",
        "Five lines over fifty layers on a logarithmic scale: only He with ReLU, and Xavier without it, stay level.",
    )
