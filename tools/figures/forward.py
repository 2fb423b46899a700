"""Figures of the chapter Forward pass and loss."""

from math import log

from tools.figures.style import ACTIVATION, DASHES, GRADIENT, INK, as_svg, axes, numbers, rows


def forward_merges() -> str:
    """How many tokens the paragraph takes after each merge, as printed by forward/bpe_train."""
    figure, plot = axes("merges learned", "tokens of the paragraph", size=(5.2, 3.0))
    first, *printed = rows("forward/bpe_train")
    points = [(0.0, numbers(first)[-1], "bytes")]
    for row in printed:
        name = row.split("b'")[1].split("'")[0]
        points.append((numbers(row)[0], numbers(row)[-1], f"“{name.replace(' ', '␣')}”"))
    plot.plot([x for x, *_ in points], [y for _, y, _ in points], "o-", color=ACTIVATION, linewidth=2.2, markersize=5)
    for x, y, name in points:
        if x in (0, 1, 8, 16, 32, 50):
            shift = {"bytes": (8, 5), "“␣a”": (8, 0)}.get(name, (5, 6))
            plot.annotate(name, (x, y), shift, textcoords="offset points", color=INK, fontsize=10)
    plot.set(xlim=(-2, 60), ylim=(0, 285))
    return as_svg(
        figure,
        "forward_merges",
        "A falling line: from 261 tokens, one a byte, to 84 after fifty merges, ever less for each merge.",
    )


def forward_probabilities() -> str:
    """Logits and probabilities after the word the, as printed by forward/forward_numpy."""
    figure, plot = axes("", "logit", size=(5.6, 2.8))
    plot.remove()
    printed = rows("forward/forward_numpy")
    words = [row.split(": ")[1].split(",")[0] for row in printed if row.startswith("position")] + ["mat"]
    z, p = (numbers(next(row for row in printed if row.startswith(f"  {name} "))) for name in "zp")
    for place, (values, name, digits) in enumerate([(z, "logit z", 0), (p, "probability p", 3)]):
        plot = figure.add_subplot(1, 2, place + 1)
        bars = plot.bar(words, values, 0.6, color=ACTIVATION if place else "none", edgecolor=ACTIVATION, linewidth=1.5)
        plot.bar_label(bars, [f"{v:.{digits}f}" for v in values], color=INK, fontsize=10, padding=2)
        plot.set_title(name, color=INK, fontsize=11)
        plot.axhline(0, color=INK, linewidth=0.8)
        plot.tick_params(colors=INK, labelsize=10)
        plot.set_ylim(*((-2.7, 2.7) if place == 0 else (0, 0.82)))
        for side, spine in plot.spines.items():
            spine.set(color=INK, linewidth=0.8, visible=side == "left")
    figure.tight_layout(w_pad=2)
    return as_svg(
        figure,
        "forward_probabilities",
        "Bars of four logits, two of them negative, and of the four probabilities that softmax makes of them.",
    )


def forward_surprise() -> str:
    """The loss of one prediction against its probability, as printed by forward/surprise."""
    figure, plot = axes("probability given to the token that came", "loss, nats", size=(5.2, 3.1))
    points = [numbers(row)[:2] for row in rows("forward/surprise") if row.startswith("p = ")]
    grid = [i / 1000 for i in range(1, 1001)]
    plot.plot(grid, [-log(p) for p in grid], color=ACTIVATION, linewidth=2.2)
    for p, nats in points:
        plot.plot([p], [nats], "o", color=INK, markersize=6)
        name = f"{100 * p:g}%: {-log(p):.2f}" if p < 1 else "100%: 0"
        shift = {0.9: (-18, 9), 1.0: (7, 4)}.get(p, (7, 4))
        plot.annotate(name, (p, nats), shift, textcoords="offset points", color=INK, fontsize=10)
    plot.set(xlim=(-0.02, 1.22), ylim=(-0.3, 7.6))
    plot.set_xticks([0, 0.25, 0.5, 0.75, 1])
    return as_svg(
        figure,
        "forward_surprise",
        "A curve that is 0 at probability 1, rises slowly at first, and without limit towards probability 0.",
    )


def forward_padding() -> str:
    """The loss by both formulas against the amount of padding, as printed by forward/masked_mean_numpy."""
    figure, plot = axes("padded positions beside 3 real ones", "loss, nats", size=(5.2, 3.0))
    printed = [numbers(row) for row in rows("forward/masked_mean_numpy")[1:] if row.strip()[0].isdigit()]
    padded, right, mistaken = zip(*(row[:3] for row in printed), strict=True)
    for line, name, colour, dash in (
        (right, "right: mask, then mean", ACTIVATION, DASHES[0]),
        (mistaken, "mistaken: mean, then mask", GRADIENT, DASHES[1]),
    ):
        plot.plot(padded, line, color=colour, linestyle=dash, linewidth=2.2, marker="o", markersize=5)
        plot.annotate(name, (9, line[3]), (6, 8), textcoords="offset points", color=INK, fontsize=10)
    plot.set(ylim=(0, 1.3))
    return as_svg(
        figure,
        "forward_padding",
        "Two lines: the right loss stays at 1.09 whatever the padding, the mistaken one falls towards 0.",
    )
