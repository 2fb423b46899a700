"""The benchmarks themselves are no tests; that the command explains itself is one."""

import subprocess
import sys

from tools.snippets import ROOT


def test_unknown_benchmark() -> None:
    """A name that is none is answered by one line with the names there are."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench", "speed"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 1
    assert (
        done.stderr
        == "make bench: speed is no benchmark. Mend: choose from training, models, attention, site, in_page.\n"
    )


def test_tables_are_shown() -> None:
    """Each table that a benchmark writes is included by a page."""
    pages = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "docs").rglob("*.md"))
    tables = sorted(p.name for p in (ROOT / "docs/_generated").glob("bench_*.md"))
    assert tables == ["bench_attention.md", "bench_in_page.md", "bench_models.md", "bench_site.md", "bench_training.md"]
    assert all(f'--8<-- "docs/_generated/{name}"' in pages for name in tables)
