"""Show the labs: an MkDocs hook between mkdocs-jupyter, which makes pages of notebooks, and the site's own Markdown.

mkdocs-jupyter is given the notebook with its results and a template that writes Markdown in place of Jupyter's HTML
and styles. MkDocs then renders that as it renders every page: formulas, boxes, links and their checks, search.
"""

import html
import itertools
import json
import logging
import os
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs_jupyter.config import settings

from tools.citations import write_out
from tools.figures.style import ROLES, dress
from tools.labs.execute import result
from tools.labs.publish import BRANCH
from tools.labs.source import Cell, Lab, LabError, labs, read
from tools.labs.weights import declared

log = logging.getLogger("mkdocs.labs")

_meta: dict[str, dict[str, Any]] = {}  # of each lab, by its place below docs/

MARK = "[LAB]"
FENCE = "`" * 7  # more than any docstring holds
settings.templates_dir = str(Path(__file__).parent / "templates")

# What each stand-in of tools/figures/style.py becomes in a notebook that somebody downloads: readable on any ground.
PLAIN = dict(zip(ROLES, ("#0072b2", "#c2571a", "#00805e", "#b5412a", "#70757d"), strict=True))
NOT_RUN = """
!!! note "Not run here"

    The results of this lab are not there, or were made from something else than what is here now. `make labs` runs it.
"""


def first_line(source: str) -> str:
    """What a file says of itself in its first line."""
    match = re.match(r'"""(.*?)(?:"""|\n)', source)
    return match[1].strip() if match else "Code"


def install_lines(lab: Lab) -> list[str]:
    """The shell commands after which a lab's code runs in an empty folder."""
    entries = declared(lab, lab.path.parents[2])
    imported = set(re.findall(r"^(?:import|from) (\w+)", lab.script(), re.M))
    usual = [name for name in ("torch", "numpy", "matplotlib") if name in imported]
    needed = usual + sorted({name for entry in entries for name in entry["needs"]})
    return [f"pip install {' '.join(needed)}"] + [entry["install"] for entry in entries]


def box(lab: Lab, book: Any | None) -> str:
    """What stands above a lab: what it needs, where its weights come from, and the ways to take it along."""
    rows = ["**To run it yourself**, in an empty folder:", "", "```sh", *install_lines(lab), "```", ""]
    for entry in declared(lab, lab.path.parents[2]):
        card = entry.get("card") or f"https://huggingface.co/{entry['hub']}"
        text = (
            f"**{entry.get('kind', 'Weights')}:** [{entry['name']}]({card}), {entry['what']}. "
            f"Licence: {entry['licence']}. The {entry['registry']} package `{entry['package']}` "
            f"({entry['megabytes']} MB) carries it; the lab checks the SHA-256 before use."
        )
        if "hub" in entry:
            text += f" The original is `{entry['hub']}` on the Hugging Face hub."
        rows += [text, ""]
    links = [f"[Python file](downloads/{lab.name}.txt){{ download={lab.name}.py }}"]
    links += [f"[notebook](downloads/{lab.name}.ipynb){{ download={lab.name}.ipynb }}"]
    if repository := os.environ.get("GITHUB_REPOSITORY"):
        address = f"https://colab.research.google.com/github/{repository}/blob/{BRANCH}/{lab.name}.ipynb"
        links.append(f"[open in Colab]({address})")
    rows.append(f"**Take it along:** {', '.join(links)}. The copy button of a cell copies everything up to that cell.")
    if book:
        rows[-1] += f" All cells took {book.metadata['seconds']:.0f} s when this page was made."
    return '!!! lab "Run it"\n\n' + "".join(f"    {row}\n" if row else "\n" for row in rows) + ("" if book else NOT_RUN)


def new_notebook() -> Any:
    """An empty notebook that says its language."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def as_markdown(lab: Lab, cell: Cell, outputs: list[Any], figures: Iterator[int]) -> str:
    """One code cell and what came out of it, as on all pages; a file that the cell includes is folded."""
    title = f' title="{cell.file}"' if cell.include else ""
    parts = [f"{FENCE}python{title}\n{cell.source}\n{FENCE}"]
    for output in outputs:
        if output["output_type"] == "stream":
            parts.append(f'{FENCE}text title="Output"\n{output["text"].rstrip()}\n{FENCE}')
        else:
            svg = dress(output["data"]["image/svg+xml"], f"{lab.name}-{next(figures)}", cell.options["fig-alt"])
            caption = html.escape(cell.options["fig-cap"], quote=False)
            parts.append(f"<figure>\n{svg}<figcaption>{caption}</figcaption>\n</figure>")
    text = "\n\n".join(parts)
    if cell.include:
        lines = f"{cell.source.count(chr(10)) + 1} lines"
        text = f'??? cell "{first_line(cell.source)} ({lines})"\n\n' + textwrap.indent(text, "    ")
    return text


def shown(lab: Lab, book: Any | None) -> Any:
    """The notebook that becomes the page: words, code and, where it was run, what came out."""
    page = new_notebook()
    results = iter(book.cells if book else [])
    figures = itertools.count(1)
    for cell in lab.cells:
        if cell.kind != "code":
            page.cells.append(nbformat.v4.new_markdown_cell(cell.source.replace(MARK, box(lab, book))))
            continue
        outputs = getattr(next(results, None), "outputs", [])
        one = nbformat.v4.new_code_cell(cell.source, outputs=outputs)
        one.metadata["markdown"] = as_markdown(lab, cell, outputs, figures)
        page.cells.append(one)
    return page


def taken(lab: Lab, book: Any | None) -> str:
    """The notebook that a reader downloads, as JSON: it installs what it needs, and holds the results."""
    notebook = new_notebook()
    install = "\n".join(("%" if row.startswith("pip") else "!") + row for row in install_lines(lab))
    notebook.cells.append(nbformat.v4.new_code_cell("# What this notebook needs; once is enough.\n" + install))
    results = iter(book.cells if book else [])
    for cell in lab.cells:
        if cell.kind != "code":
            text = write_out(re.sub(r"^\[(?:TIME|LAB)\]\n*", "", cell.source, flags=re.M))
            notebook.cells.append(nbformat.v4.new_markdown_cell(text))
            continue
        one = nbformat.v4.new_code_cell(cell.source)
        text = json.dumps(getattr(next(results, None), "outputs", []))
        for stand_in, colour in PLAIN.items():
            text = text.replace(stand_in, colour)
        one.outputs = [nbformat.from_dict(output) for output in json.loads(text)]
        notebook.cells.append(one)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"  # the library's are drawn at random
    return str(nbformat.writes(notebook))


def lighter(page: str) -> str:
    """A page with fewer marks in its code, which looks the same: a lab has more code than other pages.

    Names and spaces have the colour of code without a mark; operators have that of punctuation, and signs that follow
    one another need one mark. Folded files, which have pages of their own, do without marks on signs.
    """
    page = re.sub(r'<span class="[nw]">([^<]*)</span>', r"\1", page)
    page = page.replace('<span class="o">', '<span class="p">')
    folded = re.compile(r'<details class="cell">.*?</details>', re.DOTALL)
    page = folded.sub(lambda m: re.sub(r'<span class="p">([^<]*)</span>', r"\1", m[0]), page)
    return re.sub(r'((?:<span class="p">[^<]*</span>\s*){2,})', _joined, page)


def _joined(match: re.Match[str]) -> str:
    """Several marks of punctuation as one, with the space behind them outside."""
    text = re.sub(r'<span class="p">([^<]*)</span>', r"\1", match[0])
    return f'<span class="p">{text.rstrip()}</span>{text[len(text.rstrip()) :]}'


def lab_of(file: File) -> bool:
    """Whether a file of the site is a lab."""
    return bool(file.src_uri.startswith("labs/") and file.src_uri.endswith(".py"))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give mkdocs-jupyter the notebooks with their results, and add what readers download."""
    root = Path(config.config_file_path).parent
    for path in labs(root):
        file = files.get_file_from_path(f"labs/{path.name}")
        if file is None:
            continue
        notebook = root / f".cache/labs/shown/{path.stem}.ipynb"
        notebook.parent.mkdir(parents=True, exist_ok=True)
        file.abs_src_path = str(notebook)
        try:
            lab = read(path)
            book = result(lab)
            nbformat.write(shown(lab, book), notebook)
        except LabError as error:  # while it is being written and served; a build has stopped before
            log.error("%s", error)
            page = new_notebook()
            page.cells.append(nbformat.v4.new_markdown_cell(f"# {path.stem}\n\n{error}"))
            nbformat.write(page, notebook)
            continue
        _meta[file.src_uri] = lab.meta
        for ending, content in ((".txt", lab.script()), (".ipynb", taken(lab, book))):
            files.append(File.generated(config, f"labs/downloads/{lab.name}{ending}", content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let a lab's page be rendered twice: by mkdocs-jupyter to Markdown, and by MkDocs to what readers see."""
    if not lab_of(page.file):
        return markdown
    page.meta.update(_meta.get(page.file.src_uri, {}))
    by_jupyter = page.render

    def render(config: MkDocsConfig, files: Files) -> None:
        by_jupyter(config, files)
        # Escaped Markdown, and behind it the styles that mkdocs-jupyter puts into each page.
        page.markdown = html.unescape(str(page.content).partition("<")[0])
        Page.render(page, config, files)
        page.content = lighter(page.content or "")

    page.render = render
    return markdown
