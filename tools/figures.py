"""Draw the pages' figures from the snippets' outputs, as SVG in the page's own colours.

    python -m tools.figures     draw every figure anew into docs/_generated/

matplotlib lays out; colours become the roles of theme/assets/colours.css, and text stays text, so that a figure
follows light and dark and its words can be read aloud, searched and scaled.
"""

import io
import re
from collections.abc import Callable
from math import atan, degrees, exp
from pathlib import Path
from typing import Any

from tools.snippets import ROOT, SNIPPETS

GENERATED = ROOT / "docs/_generated"

# Stand-ins while drawing; each becomes a CSS colour. Dashes tell the lines apart without colour.
ROLES = {
    "#0000a1": "var(--weight)",
    "#0000a2": "var(--bias)",
    "#0000a3": "var(--activation)",
    "#0000a4": "var(--gradient)",
    "#0000a5": "currentColor",
}
WEIGHT, BIAS, ACTIVATION, GRADIENT, INK = ROLES
DASHES = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (7, 2, 1.5, 2)))


def rows(output: str) -> list[str]:
    """The lines that a snippet printed: rows("weights/init_depth")."""
    return (SNIPPETS / f"{output}.out").read_text(encoding="utf-8").splitlines()


def numbers(line: str) -> list[float]:
    """Every number in a printed line."""
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", line.replace(",", ""))]


def as_svg(figure: Any, name: str, says: str) -> str:
    """A matplotlib figure as SVG for a page; `says` is its alternative text, the finding in a sentence."""
    import matplotlib

    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", transparent=True, bbox_inches="tight", metadata={"Date": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    # No style element: the pages' Content-Security-Policy refuses inline ones.
    svg = re.sub(r"<metadata>.*?</metadata>\s*|<style.*?</style>\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    for stand_in, colour in ROLES.items():
        svg = svg.replace(stand_in, colour)
    svg = re.sub(r"font-family: [^;]*; ", "", svg)  # the page's own
    svg = re.sub(r'\bid="|(?<=href="#)|(?<=url\(#)', lambda m: f"{m[0]}{name}-", svg)  # unique on the page
    joins = 'stroke-linejoin="round" stroke-linecap="butt"'
    svg = re.sub(
        r'^<svg [^>]*viewBox="([^"]+)"[^>]*>', rf'<svg viewBox="\1" {joins} role="img" aria-label="{says}">', svg
    )
    svg = re.sub(r"(\d+\.\d{2})\d+", r"\1", svg)  # hundredths of a point are enough
    return re.sub(r"\n\s*", "\n", svg).strip() + "\n"


def axes(x: str, y: str, size: tuple[float, float] = (5.2, 3.1)) -> tuple[Any, Any]:
    """An empty plot with named axes, in ink only."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=size)
    plot = figure.add_subplot()
    plot.set_xlabel(x, color=INK, fontsize=11)
    plot.set_ylabel(y, color=INK, fontsize=11)
    plot.tick_params(colors=INK, labelsize=10, which="both")
    for side, spine in plot.spines.items():
        spine.set(color=INK, linewidth=0.8, visible=side in ("left", "bottom"))
    plot.grid(color=INK, alpha=0.12, linewidth=0.8)
    plot.set_axisbelow(True)
    return figure, plot


def shift() -> str:
    """The output curve of a neuron for three biases, as printed by biases/shift_plain."""
    figure, plot = axes("input x", "output p")
    printed = [numbers(row) for row in rows("biases/shift_plain")]
    for (w, b, *_, crossing), dash in zip(
        [p for p in printed if p[:2] in ([2, -2], [2, 0], [2, 2])], DASHES, strict=False
    ):
        grid = [i / 20 for i in range(-80, 81)]
        plot.plot(grid, [1 / (1 + exp(-(w * x + b))) for x in grid], color=ACTIVATION, linestyle=dash, linewidth=2.2)
        plot.plot([crossing], [0.5], "o", color=BIAS, markersize=7)
        plot.annotate(
            f"b = {b:g}", (crossing, 0.5), (-5, 5), textcoords="offset points", ha="right", color=BIAS, fontsize=10
        )
    return as_svg(
        figure, "shift", "Three S-shaped curves of the same steepness: a larger bias moves the curve to the left."
    )


def boundary() -> str:
    """The lines on which a two-input neuron is undecided, for three biases, as printed by biases/boundary_plain."""
    figure, plot = axes("input x1", "input x2", size=(5.0, 3.8))
    printed = [numbers(row.replace("w = (", "")) for row in rows("biases/boundary_plain") if row.startswith("w")]
    for (w1, w2, b, distance), dash in zip([p for p in printed if p[:2] == [1, 2]], DASHES, strict=False):
        plot.plot([-2.5, 3.5], [-(w1 * x + b) / w2 for x in (-2.5, 3.5)], color=BIAS, linestyle=dash, linewidth=2.2)
        slope = {"rotation": degrees(atan(-w1 / w2)), "rotation_mode": "anchor", "transform_rotates_text": True}
        start = (-2.4, 0.17 - (w1 * -2.4 + b) / w2)
        plot.text(*start, f"b = {b:g}, distance {distance:g}", color=BIAS, fontsize=10, **slope)
    plot.plot([0, 2, 0, 2], [0, 0, 2, 2], "o", color=ACTIVATION, markersize=8)
    plot.annotate(
        "", (1 / 5**0.5, 2 / 5**0.5), (0, 0), arrowprops={"arrowstyle": "->", "color": WEIGHT, "linewidth": 2}
    )
    plot.annotate("w", (0.5, 0.75), color=WEIGHT, fontsize=12)
    plot.set(xlim=(-2.6, 3.6), ylim=(-2.9, 3.2))
    return as_svg(
        figure,
        "boundary",
        "Three parallel lines at right angles to the weights: the bias moves the line and does not turn it.",
    )


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


def bias_share() -> str:
    """The share of biases in a block against the width, and 0.75/C, as printed by biases/share."""
    figure, plot = axes("width C", "share of a block, %")
    printed = [row for row in rows("biases/share") if "%" in row]
    cells = [[cell.strip(" %") for cell in row.split("|")] for row in printed]
    widths, shares = [float(c[1]) for c in cells], [float(c[4]) for c in cells]
    grid = [600 * 1.03**i for i in range(110)]
    plot.loglog(grid, [75 / d for d in grid], color=INK, linestyle=DASHES[1], linewidth=1.2)
    plot.loglog(widths, shares, "o", color=BIAS, markersize=8)
    for cell, width, share in zip(cells, widths, shares, strict=True):
        plot.annotate(cell[0], (width, share), (8, 2), textcoords="offset points", color=BIAS, fontsize=10)
    plot.annotate("0.75/C", (4000, 75 / 4000), (4, 6), textcoords="offset points", color=INK, fontsize=11)
    plot.set_xlim(600, 26000)
    plot.set_xticks([1000, 10000], ["1,000", "10,000"])
    plot.set_yticks([0.01, 0.1], ["0.01", "0.1"])
    return as_svg(
        figure,
        "bias_share",
        "Points of five models on a falling straight line: the share of biases is 0.75 divided by the width.",
    )


FIGURES: dict[str, Callable[[], str]] = {
    figure.__name__: figure for figure in (shift, boundary, three_kinds, gpt2_weights, init_depth, bias_share)
}


def draw(folder: Path = GENERATED) -> list[Path]:
    """Draw every figure into a folder; the files whose content changed."""
    changed = []
    for name, figure in FIGURES.items():
        path, svg = folder / f"{name}.svg", figure()
        if not path.exists() or path.read_text(encoding="utf-8") != svg:
            path.write_text(svg, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


if __name__ == "__main__":
    for changed in draw():
        print(f"{changed.relative_to(ROOT)} drawn anew")
