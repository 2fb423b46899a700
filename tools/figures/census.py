"""Figures of the census: what models consist of, and their shares of biases, counted on the meta device."""

from typing import Any

from tools.census import biases, census, title
from tools.figures.style import ACTIVATION, BIAS, DASHES, INK, WEIGHT, as_svg, axes

SHOWN = [
    ("BERT", "base"), ("GPT-2", "small"), ("GPT-2", "XL"), ("GPT-3", "175B"), ("T5", "base"), ("T5", "11B"),
    ("T5 v1.1", "base"), ("XLNet", "base"), ("LLaMA 2", "7B"),
]  # fmt: skip


def census_parts() -> str:
    """Bars: the share of embeddings, attention, feed-forward and heads in nine models."""
    figure, plot = axes("share of all parameters, %", "", (5.6, 4.0))
    styles: list[tuple[str, dict[str, Any]]] = [
        ("embeddings", {"facecolor": ACTIVATION, "alpha": 0.55}),
        ("attention", {"facecolor": WEIGHT, "alpha": 0.9}),
        ("feed-forward", {"facecolor": WEIGHT, "alpha": 0.35}),
        ("head", {"facecolor": "none", "edgecolor": INK, "hatch": "///", "linewidth": 0.8}),
    ]
    names = [title(*key) for key in SHOWN]
    left = [0.0] * len(SHOWN)
    for kind, style in styles:
        shares = [100 * census()[key][kind] / sum(census()[key].values()) for key in SHOWN]
        plot.barh(names, shares, left=left, height=0.62, label=kind, **style)
        left = [start + share for start, share in zip(left, shares, strict=True)]
    plot.invert_yaxis()
    plot.set_xlim(0, 100)
    plot.grid(visible=False, axis="y")
    legend = plot.legend(ncols=4, loc="lower center", bbox_to_anchor=(0.4, 1.0), frameon=False, fontsize=10)
    for text in legend.get_texts():
        text.set_color(INK)
    return as_svg(
        figure,
        "census_parts",
        "Bars of nine models: embeddings are a third of GPT-2 small and 0.4% of GPT-3; the feed-forward part is the "
        "largest in most; norms and biases are too thin to see.",
    )


def census_biases() -> str:
    """The share of biases in whole models against their width."""
    figure, plot = axes("width C", "biases, % of all parameters")
    from tools.census import shapes

    widths = {(model, size): shape["width"] for model, size, shape in shapes()}
    kept = {key: 100 * biases(kinds) / sum(kinds.values()) for key, kinds in census().items() if biases(kinds)}
    grid = [600 * 1.03**i for i in range(110)]
    plot.loglog(grid, [75 / c for c in grid], color=INK, linestyle=DASHES[1], linewidth=1.2)
    for model, mark in (("BERT", "s"), ("GPT-1", "D"), ("GPT-2", "o"), ("GPT-3", "o"), ("XLNet", "^")):
        keys = [key for key in kept if key[0] == model]
        plot.loglog([widths[k] for k in keys], [kept[k] for k in keys], mark, color=BIAS, markersize=7, label=model)
    legend = plot.legend(loc="lower left", frameon=False, fontsize=10, handletextpad=0.2)
    for text in legend.get_texts():
        text.set_color(INK)
    plot.annotate("0.75 / C", (4000, 75 / 4000), (6, 6), textcoords="offset points", color=INK, fontsize=11)
    plot.set_xlim(600, 20000)
    plot.set_xticks([1000, 10000], ["1,000", "10,000"])
    plot.set_yticks([0.01, 0.1], ["0.01", "0.1"])
    return as_svg(
        figure,
        "census_biases",
        "The share of biases falls with the width: 0.12% of BERT base, 0.05% of GPT-2 XL, 0.007% of GPT-3, near the "
        "line 0.75 divided by the width. T5 and LLaMA 2 have none.",
    )
