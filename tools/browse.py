"""Serve the built site and look at it in Chromium: what the browser tests and the bench share."""

import functools
import gzip
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response, sync_playwright

from tools.chromium import ARGUMENTS, find_chromium
from tools.snippets import ROOT

SITE = ROOT / "site"
PAGES = sorted(p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html"))
WIDTHS = {"desktop": 1300, "phone": 390}
COMPRESSED = (".woff2", ".png")  # formats that a server does not compress again


@dataclass
class Visit:
    """An open page, what it asked for and what it complained of."""

    page: Page
    responses: list[Response] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def weights(self) -> dict[str, float]:
        """Kilobytes of each file that this first view loaded, compressed as a server would."""
        sizes = {}
        for response in self.responses:
            if not response.url.startswith("data:"):
                body = response.body()
                size = len(body) if response.url.endswith(COMPRESSED) else len(gzip.compress(body, 6))
                sizes[response.url.split("/", 3)[3]] = size / 1000
        return sizes


class _Handler(SimpleHTTPRequestHandler):
    """Serves files as GitHub Pages does, 404 page included, without a log."""

    def log_message(self, format: str, *args: object) -> None:  # the name is the base class's
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for an address that it does not have."""
        if code != 404:
            super().send_error(code, message, explain)
            return
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    """Says nothing of a browser that leaves before all has come."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Everything else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve_site(folder: Path = SITE) -> Iterator[str]:
    """The address of a local server of a built site."""
    assert (folder / "index.html").exists(), f"{folder.name}/ is not built. Mend: make site"
    server = _Server(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Chromium. A missing one is an error: a skipped check is a broken promise."""
    path = find_chromium()
    assert path, "no Chromium found. Mend: make test installs one; or set CHROMIUM to its path"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


def open_page(browser: Browser, address: str, width: int = 1300, scheme: str = "light", scripts: bool = True) -> Visit:
    """A page in a context of its own, as on a first visit, with a log of requests, responses and complaints."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=scripts,
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    visit = Visit(context.new_page())
    visit.page.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("response", lambda response: visit.responses.append(response))
    visit.page.on("console", lambda m: visit.complaints.append(m.text) if m.type in ("error", "warning") else None)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.goto(address, wait_until="load")
    if scripts:
        visit.page.evaluate("document.fonts.ready.then(() => null)")
        visit.page.wait_for_timeout(100)  # the theme's script adds copy buttons and names
    return visit
