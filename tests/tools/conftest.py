"""A small project in a temporary folder, built by the real tools with the real theme and settings."""

import re
from pathlib import Path

import pytest

from tools.snippets import ROOT

SNIPPET = '"""Adds two numbers."""\n\nx, y = 1.5, 2.0\nz = x + y  # <-\nprint(f"sum {z:.2f}")\n'
PAGE = """# What is a sum?

A sum is $x + y$.

```python title="snippets/demo/add.py"
--8<-- "demo/add.py"
```

```text title="Output"
--8<-- "demo/add.out"
```
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with one page, one snippet and its output, in which nothing is wrong."""
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"^nav:\n(?: .*\n|\n)*(?=\w)", "nav:\n  - Home: index.md\n\n", settings, flags=re.MULTILINE)
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for name in ("theme", "tools"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "docs").mkdir()
    (tmp_path / "exercises").mkdir()
    (tmp_path / "docs/index.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "snippets/demo").mkdir(parents=True)
    (tmp_path / "snippets/demo/add.py").write_text(SNIPPET, encoding="utf-8")
    (tmp_path / "snippets/demo/add.out").write_text("sum 3.50\n", encoding="utf-8")
    return tmp_path
