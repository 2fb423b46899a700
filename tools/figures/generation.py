"""Figures of the chapter Generate text."""

import re

from tools.figures.style import ACTIVATION, INK, as_svg, axes, numbers, rows


def generation_temperature() -> str:
    """The shares of four words at three temperatures, as printed by generation/temperature_plain."""
    figure, plot = axes("next word", "probability", size=(5.2, 2.9))
    header, *lines = rows("generation/temperature_plain")
    words = header.split()[1:-1]
    chosen = [row for row in map(numbers, lines) if row[0] in (0.5, 1, 2)]
    styles = ({"color": ACTIVATION}, {"color": "none", "hatch": "///"}, {"color": "none", "hatch": "..."})
    for place, ((t, *shares), style) in enumerate(zip(chosen, styles, strict=True)):
        at = [i + 0.28 * place for i in range(len(words))]
        bars = plot.bar(at, shares[:4], 0.26, edgecolor=ACTIVATION, label=f"temperature {t:g}", **style)
        plot.bar_label(bars, [f"{share:.2f}" for share in shares[:4]], color=INK, fontsize=9, padding=2)
    plot.set_xticks([i + 0.28 for i in range(len(words))], words)
    plot.set_ylim(0, 1)
    plot.legend(frameon=False, labelcolor=INK, fontsize=10)
    return as_svg(
        figure,
        "generation_temperature",
        "Bars of four words: at a low temperature nearly all probability is on the first, at a high one it spreads.",
    )


def generation_truncate() -> str:
    """What top-k and top-p keep at two places in a text, as printed by generation/truncate_plain."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.6, 3.0))
    plots = figure.subplots(1, 2, sharey=True)
    lines = rows("generation/truncate_plain")
    for plot, start in zip(plots, (0, 3), strict=True):
        text = lines[start].partition(" all ")[0].strip()
        shares = [dict(re.findall(r"'(\w+)': ([\d.]+)", line)) for line in lines[start : start + 3]]
        words, full = list(shares[0]), [float(p) for p in shares[0].values()]
        bars = plot.bar(
            words, full, color=[ACTIVATION if w in shares[2] else "none" for w in words], edgecolor=ACTIVATION
        )
        plot.bar_label(bars, [f"{p:.3f}" for p in full], color=INK, fontsize=9, padding=2)
        plot.axvline(len(shares[1]) - 0.5, color=INK, linestyle=(0, (4, 2)), linewidth=1.3)
        plot.annotate("top-k 2", (len(shares[1]) - 0.45, 1.06), color=INK, fontsize=10)
        plot.set_title(f"“{text} …”", color=INK, fontsize=11)
        plot.tick_params(colors=INK, labelsize=10)
        for side, spine in plot.spines.items():
            spine.set(color=INK, linewidth=0.8, visible=side in ("left", "bottom"))
    plots[0].set_ylim(0, 1.15)
    plots[0].set_ylabel("probability", color=INK, fontsize=11)
    return as_svg(
        figure,
        "generation_truncate",
        "Two bar charts: top-k keeps two words in both; top-p keeps all four on the left and one on the right.",
    )
