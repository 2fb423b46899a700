"""Measure how fast the site builds, how heavy its pages are and how long its snippets take; write a table.

Every tool builds the same generated pages, in turn.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tools.bench import stamp, write
from tools.browse import PAGES, open_browser, open_page, serve_site
from tools.build import environment
from tools.katex import CACHE
from tools.snippets import ROOT, find, run

SIZES = (10, 30, 100, 300)  # pages
PROGRAM = (
    '"""Adds."""\n\nx = [{n}.0, 2.0]\nw = [0.5, -1.0]\nz = sum(a * b for a, b in zip(x, w))\nprint(f"{{z:.1f}}")\n'
)
FORMULA = r"z_{%d} = \sum_{i=1}^{n} w_i x_i + b_{%d}, \qquad p = \frac{1}{1 + e^{-z}}"
PER_PAGE = 5  # snippets and formulas on each page


def write_pages(root: Path, pages: int, include: bool) -> None:
    """Generate the same pages for every tool: text, formulas and code, the code included from files or in place."""
    for number in range(pages):
        parts = [f"# Page {number}\n"]
        for part in range(PER_PAGE):
            n = number * PER_PAGE + part
            program = PROGRAM.format(n=n)
            (root / "snippets").mkdir(exist_ok=True)
            (root / f"snippets/s{n}.py").write_text(program, encoding="utf-8")
            parts.append(f"## Part {part}\n\n" + "A sentence about weights and what they do to an input. " * 12)
            parts.append(f"\n$$\n{FORMULA % (n, n)}\n$$\n")
            parts.append("```python\n" + (f'--8<-- "s{n}.py"\n' if include else program) + "```\n")
        (root / "docs").mkdir(exist_ok=True)
        (root / f"docs/{'index' if number == 0 else f'page{number}'}.md").write_text("\n".join(parts), encoding="utf-8")


def ours(root: Path) -> None:
    """This site's settings and theme, without its nav."""
    lines = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\n")
    start, end = lines.index("nav:"), lines.index("theme:")
    (root / "mkdocs.yml").write_text("\n".join(lines[:start] + lines[end:]), encoding="utf-8")
    for folder in ("theme", "tools"):  # the hooks are in tools
        (root / folder).symlink_to(ROOT / folder)
    (root / "exercises").mkdir()


def material(root: Path) -> None:
    """mkdocs-material as its documentation sets it up for code and formulas."""
    (root / "mkdocs.yml").write_text(
        "site_name: Bench\ntheme: {name: material, font: false}\nmarkdown_extensions:\n"
        "  - pymdownx.arithmatex: {generic: true}\n  - pymdownx.highlight\n  - pymdownx.superfences\n",
        encoding="utf-8",
    )


def sphinx(root: Path) -> None:
    """Sphinx with MyST and furo."""
    (root / "docs/conf.py").write_text(
        "project = 'Bench'\nextensions = ['myst_parser', 'sphinx.ext.mathjax']\n"
        "myst_enable_extensions = ['dollarmath']\nhtml_theme = 'furo'\n",
        encoding="utf-8",
    )
    names = sorted(p.stem for p in (root / "docs").glob("page*.md"))
    with (root / "docs/index.md").open("a") as index:
        index.write("\n```{toctree}\n" + "\n".join(names) + "\n```\n")


MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--clean"]
TOOLS: dict[str, tuple[Callable[[Path], None], bool, list[str]]] = {
    # name: (settings, code included from files?, command)
    "plain mkdocs-material": (material, False, MKDOCS),
    "this site": (ours, True, MKDOCS),
    "Sphinx, MyST, furo": (sphinx, False, [sys.executable, "-m", "sphinx", "-q", "-E", "-b", "html", "docs", "site"]),
    "this site's settings in Zensical": (ours, True, ["zensical", "build", "--clean"]),
}


def build_times(pages: int, repeats: int) -> dict[str, float]:
    """Seconds of a clean build by each tool, in turn, best of `repeats`; "cold" has rendered no formula before."""
    best: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (settings, include, _) in TOOLS.items():
            root = Path(folder) / name.replace(" ", "-").replace(",", "").replace("'", "")
            root.mkdir()
            write_pages(root, pages, include)
            settings(root)
        CACHE.unlink(missing_ok=True)
        for repeat in range(repeats + 1):
            for name, (_, _, command) in TOOLS.items():
                if repeat == 0 and name != "this site":
                    continue  # round 0 fills the cache of formulas
                root = Path(folder) / name.replace(" ", "-").replace(",", "").replace("'", "")
                shutil.rmtree(root / "site", ignore_errors=True)
                start = time.perf_counter()
                done = subprocess.run(
                    command, cwd=root, env=environment(), capture_output=True, text=True, encoding="utf-8"
                )
                seconds = time.perf_counter() - start
                if done.returncode or len(list((root / "site").rglob("*.html"))) < pages:
                    raise SystemExit(f"{name} failed on {pages} pages:\n{done.stdout}{done.stderr}")
                key = "this site, cold" if repeat == 0 else name
                best[key] = min(seconds, best.get(key, seconds))
        CACHE.unlink(missing_ok=True)  # the site's own cache should not hold the bench's formulas
    return best


def first_views() -> dict[str, float]:
    """Kilobytes of the first view of every page, compressed."""
    views = {}
    with serve_site() as address, open_browser() as browser:
        for path in PAGES:
            visit = open_page(browser, address + path)
            views["/" + path.removesuffix("index.html")] = sum(visit.weights().values())
            visit.page.context.close()
    return views


def snippet_times() -> tuple[int, float, float]:
    """How many snippets there are, and the seconds they take in one process and each in its own."""
    paths = find()
    start = time.perf_counter()
    for path in paths:
        run(path)
    together = time.perf_counter() - start
    start = time.perf_counter()
    for path in paths:
        subprocess.run([sys.executable, str(path)], check=True, capture_output=True)
    return len(paths), together, time.perf_counter() - start


def main() -> None:
    """Measure, print and write the table."""
    out = [
        "Build time of the same generated pages (five programs and five formulas each), as a multiple of plain",
        "mkdocs-material in the same run. *First build* renders every formula; later builds find them in a cache.",
        "",
        "| pages | mkdocs-material | this site | first build | Sphinx, MyST, furo | these settings in Zensical |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for pages in SIZES:
        print(f"building {pages} pages with each tool …", flush=True)
        best = build_times(pages, repeats=3 if pages <= 30 else 2 if pages <= 100 else 1)
        base = best["plain mkdocs-material"]
        names = ("this site", "this site, cold", "Sphinx, MyST, furo", "this site's settings in Zensical")
        out.append(
            f"| {pages} | {base:.1f}&nbsp;s | " + " | ".join(f"{best[n] / base:.2f}&nbsp;×" for n in names) + " |"
        )
    print("weighing every page …", flush=True)
    out += ["", "First view of each page, everything it loads, compressed:", "", "| page | KB |", "|---|---:|"]
    out += [f"| {path} | {size:.0f} |" for path, size in first_views().items()]
    print("running every snippet, together and alone …", flush=True)
    count, together, alone = snippet_times()
    out += [
        "",
        f"All {count} snippets run in {together:.1f} s in one process, {together / count:.2f} s each on average; "
        f"each in a process of its own they take {alone / together:.0f} times as long.",
    ]
    write("site", [*out, "", stamp()])
