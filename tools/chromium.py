"""Find the Chromium that the browser tests drive."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)

# No sandbox because tests often run as root in containers, where Chromium refuses one; they load our pages
# only. The rest keeps the browser itself from calling out, so that the request log shows the pages alone.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def find_chromium() -> str | None:
    """The path of an installed Chromium, Chrome or Edge: $CHROMIUM, the PATH, the usual places, Playwright's own."""
    if os.environ.get("CHROMIUM"):
        return os.environ["CHROMIUM"]
    for name in NAMES:
        if path := shutil.which(name):
            return path
    for place in PLACES:
        if Path(place).exists():
            return place
    caches = (
        Path.home() / p for p in (".cache/ms-playwright", "Library/Caches/ms-playwright", "AppData/Local/ms-playwright")
    )
    for cache in caches:
        for pattern in (
            "chromium-*/chrome-linux*/chrome",
            "chromium-*/chrome-mac*/**/Chromium",
            "chromium-*/chrome-win*/chrome.exe",
        ):
            for found in sorted(cache.glob(pattern), reverse=True):
                return str(found)
    return None
