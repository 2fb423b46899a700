"""No broken link or anchor, no invalid HTML, in what was built."""

import json
import subprocess
import sys
from pathlib import Path

from tools.browse import PAGES, SITE
from tools.snippets import ROOT


def test_links_and_anchors() -> None:
    """Every link inside the site leads to a file and, where it names one, an anchor."""
    command = [
        str(Path(sys.executable).with_name("lychee")),
        "--offline",
        "--no-progress",
        "--include-fragments",
        "--index-files",
        "index.html",
    ]
    command += ["--exclude-path", "404.html", "--root-dir", str(SITE), f"{SITE}/**/*.html"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 Errors" in done.stdout, done.stdout


# What the theme itself writes and a page cannot mend, each with the reason it does no harm.
THEME_FAULTS = {
    'attribute-allowed-values: Attribute "tabindex" has invalid value ""': "navigation labels; its script sets a value",
    'valid-autocomplete: autocomplete attribute cannot be used on <input type="checkbox">': "browsers ignore it",
}


def test_html_is_valid(tmp_path: Path) -> None:
    """The built pages are valid HTML but for the theme's own faults, which are listed."""
    checker, report = ROOT / "node_modules/.bin/html-validate", tmp_path / "report.json"
    assert checker.exists(), "html-validate is not installed. Mend: make test"
    command = [str(checker), "--config", str(ROOT / "tests/site/htmlvalidate.json"), "--formatter", f"json={report}"]
    subprocess.run([*command, *(str(SITE / p) for p in PAGES)], capture_output=True)
    faults = {
        f"{Path(result['filePath']).relative_to(SITE)}:{message['line']}: {message['ruleId']}: {message['message']}"
        for result in json.loads(report.read_text(encoding="utf-8"))
        for message in result["messages"]
        if f"{message['ruleId']}: {message['message']}" not in THEME_FAULTS
    }
    assert not faults, "\n".join(sorted(faults)[:40])
