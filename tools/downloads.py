"""Files beside the pages: an MkDocs hook that puts every snippet and exercise into the site, for readers to take along.

A snippet is served under its own name; one that needs PyTorch, which no browser runs, also as a notebook. And the
lines of Python that run the others in the page.
"""

from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from tools.exercises import ExerciseError, download, exercises, read
from tools.snippets import find, imports


@cache
def notebook(source: str) -> str:
    """A snippet as a notebook of two cells: what it needs, and the snippet. Remembered while the site is served."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book: Any = nbformat.v4.new_notebook(metadata={"kernelspec": kernel, "language_info": {"name": "python"}})
    for number, text in enumerate(("%pip install torch numpy", source.rstrip("\n"))):
        cell = nbformat.v4.new_code_cell(text)
        cell.id = f"cell-{number}"  # the library's are drawn at random
        book.cells.append(cell)
    return str(nbformat.writes(book))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files."""
    root = Path(config.config_file_path).parent
    added: dict[str, str] = {}
    for path in find(root / "snippets"):
        name = path.relative_to(root).as_posix()
        added[name] = path.read_text(encoding="utf-8")
        if "torch" in imports(path):
            added[name.removesuffix("py") + "ipynb"] = notebook(added[name])
    for path in exercises(root):
        try:
            added[f"exercises/{path.parent.name}/{path.name}"] = download(read(path))
        except ExerciseError:  # the page that shows it says so
            continue
    for path in sorted((root / "theme/assets/python").glob("*.py")):  # which MkDocs leaves out of a theme
        added[f"assets/python/{path.name}"] = path.read_text(encoding="utf-8")
    for name, content in added.items():
        files.append(File.generated(config, name, content=content))
    return files
