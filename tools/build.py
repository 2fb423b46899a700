"""Build the site, or serve it while it is being written.

    python -m tools.build site [--root DIR]              sources checked, built strictly, swapped into site/
    python -m tools.build serve [--port 8000]            the same pages at 127.0.0.1, reloading

MkDocs does the building. This adds four things: the checks of tools/check.py first; the labs whose inputs
changed are run (tools/labs); each of MkDocs' own messages gets file, line and mend; and, since the old site is
replaced only by a complete new one, a failed build loses nothing.
"""

import argparse
import base64
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools import in_page
from tools.check import faults
from tools.labs.execute import execute_all
from tools.pages import lines_of, pages
from tools.snippets import ROOT

# MkDocs' messages: a pattern with the page and the offending text, and the mend.
MESSAGES = (
    (
        r"'(?P<page>[^']+\.(?:md|py))' contains a link '(?P<text>[^']+)', "
        r"but (?P<why>the target.* is not found among documentation files)",
        "correct the link, or add the page",
    ),
    (
        r"'(?P<page>[^']+\.(?:md|py))' contains a link '(?P<text>[^']+)', but (?P<why>.*)",
        "name a heading's id that the target has",
    ),
    (
        r"'(?P<page>[^']+\.(?:md|py))' contains an (?:absolute|unrecognized relative) "
        r"link '(?P<text>[^']+)'(?P<why>.*)",
        "link to the target's .md file, by a relative path",
    ),
    (r"(?P<why>bad TeX in the formula «(?P<text>.*?)».*)(?P<page>)", "correct the formula"),
    (r"(?P<why>Snippet at path '(?P<text>.*?)' could not be found)(?P<page>)", "correct the path or add the file"),
    (
        r"(?P<why>not included in the \"nav\") configuration:(?P<text>) - (?P<page>\S+\.md)",
        "add the page to nav in mkdocs.yml",
    ),
)


def explain(message: str, docs: Path) -> str:
    """One of MkDocs' warnings or errors as "docs/page.md:line: fault. Mend: …"; as it is where it is unknown."""
    message = " ".join(message.split())
    for pattern, mend in MESSAGES:
        if match := re.search(pattern, message):
            page, text = match["page"], match["text"]
            # Extensions are not told which page they work on: the text itself says where it stands.
            places = ((p, n) for p in ([docs / page] if page else pages(docs.parent)) for n in lines_with(p, text))
            path, line = next(places, (docs / page, 1))
            page = path.relative_to(docs).as_posix()
            why = match["why"].strip(" .,")
            what = why if not text or text in why else f"link {text}: {why}"
            return f"docs/{page}:{line}: {what}. Mend: {mend}."
    return message


def lines_with(page: Path, text: str) -> Iterator[int]:
    """Numbers of the lines of a page that hold a text, or else its first words."""
    rows = [" ".join(row.split()) for row in lines_of(page)] if page.exists() else []
    yield from (n for n, row in enumerate(rows, 1) if text in row)
    if not any(text in row for row in rows):  # it runs over several lines
        yield from (n for n, row in enumerate(rows, 1) if row and len(row) > 3 and text.startswith(row))


def messages(log: str) -> Iterator[str]:
    """The warnings and errors in a log of MkDocs, each as one string without its continuation's line breaks."""
    current = ""
    for row in log.splitlines():
        if match := re.match(r"(?:WARNING|ERROR) +-\s+(.*)", row):
            if current:
                yield current
            current = match[1]
        elif re.match(r"[A-Z]+ +-|Traceback|Aborted|\S*Error\b", row) and current:
            yield current
            current = ""
        elif current:
            current += " " + row.strip()
    if current:
        yield current


def environment() -> dict[str, str]:
    """Where the site will stand: from SITE_URL and EDIT_URI, or from the repository that a workflow runs in."""
    env = dict(os.environ, PYTHONPATH=str(ROOT), NO_MKDOCS_2_WARNING="1")
    if repository := env.get("GITHUB_REPOSITORY"):
        owner, _, name = repository.partition("/")
        env.setdefault("SITE_URL", f"https://{owner.lower()}.github.io/{name}/")
        env.setdefault("EDIT_URI", f"https://github.com/{repository}/edit/main/docs/")
    return env


def add_policy(site: Path) -> None:
    """Put a Content-Security-Policy into every page: our own files, and the theme's inline scripts by their hashes."""
    texts = {page: page.read_text(encoding="utf-8") for page in site.rglob("*.html")}
    hashes = set()
    for text in texts.values():
        for attributes, script in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
            if script and "application/json" not in attributes:
                hashes.add(base64.b64encode(hashlib.sha256(script.encode()).digest()).decode())
    policy = {
        "default-src": "'none'",
        # WebAssembly is for Python in the page. Its worker is made from a blob, so that it inherits this policy:
        # whatever code runs there, no other host can be asked and no JavaScript evaluated.
        "script-src": " ".join(["'self'", "'wasm-unsafe-eval'", *(f"'sha256-{h}'" for h in sorted(hashes))]),
        "style-src-elem": "'self'",
        "style-src-attr": "'unsafe-inline'",  # KaTeX places its boxes by style attributes
        "font-src": "'self'",
        "img-src": "'self' data:",  # the theme's icons are data: masks in its style sheet
        "connect-src": "'self'",
        "worker-src": "'self' blob:",  # 'self' for the theme's search
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    content = "; ".join(f"{k} {v}" for k, v in policy.items())
    for page, text in texts.items():
        meta = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
        page.write_text(text.replace("<head>", f"<head>\n      {meta}", 1), encoding="utf-8", newline="\n")


def drop_unused(site: Path) -> None:
    """Remove what the theme ships and no page of this site loads: search in other languages, and source maps."""
    shutil.rmtree(site / "assets/javascripts/lunr", ignore_errors=True)
    for source_map in site.rglob("*.map"):
        source_map.unlink()


def build(root: Path = ROOT) -> list[str]:
    """Build root/docs into root/site. Returns the faults; if there is any, site/ is left as it was."""
    if found := list(faults(root)) or execute_all(root):
        return found
    fresh = root / ".cache/site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(fresh)]
    done = subprocess.run(command, cwd=root, env=environment(), capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        found = list(dict.fromkeys(explain(m, root / "docs") for m in messages(done.stderr)))
        return found or [f"mkdocs failed: {done.stderr.strip()[-2000:]}"]
    drop_unused(fresh)
    add_policy(fresh)
    if (root / "theme/assets/python").exists() and (found := in_page.faults(fresh / "assets/vendor/python")):
        return found
    shutil.rmtree(root / "site", ignore_errors=True)
    fresh.rename(root / "site")
    return []


def port_is_free(port: int) -> bool:
    """Whether a server can listen on this port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def serve(port: int, root: Path = ROOT) -> int:
    """Serve the site until interrupted; faults are printed and the pages shown all the same."""
    if not port_is_free(port):
        print(f"make: port {port} of 127.0.0.1 is in use. Mend: make serve PORT={port + 1}", file=sys.stderr)
        return 1
    for fault in faults(root):
        print(fault, file=sys.stderr)
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=root, env=environment(), stderr=subprocess.PIPE, text=True, encoding="utf-8")
    assert server.stderr
    try:
        traceback = False
        for row in server.stderr:
            traceback = row.startswith(("Traceback", " ")) and (traceback or row.startswith("Traceback"))
            if not traceback:  # of a traceback, its last line says what is wrong
                found = re.match(r"(?:WARNING|ERROR) +-\s+(?:\[[\d:]+\] )?(.*)|\S+(?:Error|Exception): (.*)", row)
                print(
                    explain(found[1] or found[2], root / "docs") if found else row.rstrip(), file=sys.stderr, flush=True
                )
        return server.wait()
    except KeyboardInterrupt:
        server.wait()
        return 0


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=("site", "serve"))
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    if options.what == "serve":
        return serve(options.port, options.root.resolve())
    found = build(options.root.resolve())
    print(*found, sep="\n", file=sys.stderr, end="\n" if found else "")
    if not found:
        print(f"site/ built: {sum(1 for _ in (options.root / 'site').rglob('*.html'))} pages")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
