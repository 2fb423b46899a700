"""What all figures share: the roles' colours, empty axes, the snippets' outputs, and the way to SVG.

matplotlib lays out; colours become the roles of theme/assets/colours.css, and text stays text, so that a figure
follows light and dark and its words can be read aloud, searched and scaled.
"""

import html
import io
import re
from typing import Any

from tools.snippets import SNIPPETS

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
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name, "path.simplify": False}):
        figure.savefig(buffer, format="svg", transparent=True, bbox_inches="tight", metadata={"Date": None})
    return dress(buffer.getvalue(), name, says)


def dress(svg: str, name: str, says: str) -> str:
    """What matplotlib wrote as SVG, made fit for a page: its colours and fonts, its ids, and words for it."""
    svg = svg[svg.index("<svg") :]
    # No style element: the pages' Content-Security-Policy refuses inline ones.
    svg = re.sub(r"<metadata>.*?</metadata>\s*|<style.*?</style>\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    for stand_in, colour in ROLES.items():
        svg = svg.replace(stand_in, colour)
    svg = re.sub(r"font-family: [^;]*; ", "", svg)  # the page's own
    svg = number_ids(svg)
    svg = re.sub(r'\bid="|(?<=href="#)|(?<=url\(#)', lambda m: f"{m[0]}{name}-", svg)  # unique on the page
    # Hundredths of a point are enough; numbers that are text stay as they are.
    svg = re.sub(r"<(?!image)[^>]*>", lambda tag: re.sub(NUMBER, round_number, tag[0]), svg)
    joins = 'stroke-linejoin="round" stroke-linecap="butt"'
    svg = re.sub(
        r'^<svg [^>]*viewBox="([^"]+)"[^>]*>',
        lambda m: f'<svg viewBox="{m[1]}" {joins} role="img" aria-label="{name_of(says)}">',
        svg,
    )
    return re.sub(r"\n\s*", "\n", svg).strip() + "\n"


# A number in an attribute, but not the end of a name or of a colour.
NUMBER = re.compile(r"(?<![\w#.-])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def round_number(number: re.Match[str]) -> str:
    """A coordinate in hundredths, rounded, since a cut would turn a last bit into a whole hundredth; no -0."""
    return f"{round(float(number[0]), 2) + 0:.2f}".rstrip("0").rstrip(".")


def number_ids(svg: str) -> str:
    """The ids that matplotlib makes of a hash, numbered in the order in which they appear.

    It hashes coordinates to their last bit, which differs between processors.
    """
    known: dict[str, str] = {}
    hashed = re.compile(r'(?<=id=")[a-z][0-9a-f]{10}(?=")|(?<=#)[a-z][0-9a-f]{10}(?=[")])')
    return hashed.sub(lambda m: known.setdefault(m[0], f"{m[0][0]}{len(known) + 1}"), svg)


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


def name_of(says: str) -> str:
    """A sentence as the value of an attribute in double quotes."""
    return html.escape(says, quote=False).replace('"', "&quot;")


def prepare(name: str) -> None:
    """Let all that a lab plots in this process be drawn as `dress` wants it.

    The first four colours of matplotlib's cycle, "C0" to "C3", are the four roles; they are blue, orange, green and
    red also where a reader runs the same code. The default colour map goes from nothing to the colour of activations.
    """
    import matplotlib
    from cycler import cycler
    from matplotlib.colors import LinearSegmentedColormap, to_rgb

    green = to_rgb(ACTIVATION)
    matplotlib.colormaps.register(LinearSegmentedColormap.from_list("shade", [(*green, 0), (*green, 1)]), force=True)
    ink = dict.fromkeys(
        ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color", "grid.color"), INK
    )
    matplotlib.rcParams.update(
        {
            **ink,
            **dict.fromkeys(("figure.facecolor", "axes.facecolor", "savefig.facecolor"), "none"),
            "axes.prop_cycle": cycler(color=[WEIGHT, BIAS, ACTIVATION, GRADIENT]),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.linewidth": 0.8,
            "axes.axisbelow": True,
            "grid.alpha": 0.12,
            "image.cmap": "shade",
            "legend.frameon": False,
            "svg.fonttype": "none",
            "svg.hashsalt": name,
            "path.simplify": False,  # whether it drops a point hangs on last bits
        }
    )
