"""Find Firefox, and open it for the tests of what runs in the page.

Mozilla's own driver speaks to it: Playwright's wants a Firefox that it has changed and has to download.
"""

import gc
import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.snippets import ROOT

LOG = ROOT / ".cache/firefox.log"
NAMES = ("firefox-esr", "firefox")
PLACES = ("/Applications/Firefox.app/Contents/MacOS/firefox", r"C:\Program Files\Mozilla Firefox\firefox.exe")


def find_firefox() -> str | None:
    """The path of an installed Firefox: $FIREFOX, the PATH, the usual places."""
    if os.environ.get("FIREFOX"):
        return os.environ["FIREFOX"]
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return next((place for place in PLACES if Path(place).exists()), None)


@contextmanager
def open_firefox(port: int) -> Iterator[Any]:
    """A Firefox without a window, driven through this port. A missing one is an error, as a missing Chromium is."""
    from marionette_driver.marionette import Marionette

    path = find_firefox()
    assert path, "no Firefox found. Mend: make test installs one; or set FIREFOX to its path"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the driver leaves sockets open while it waits for Firefox
        driver = Marionette(bin=path, headless=True, port=port, startup_timeout=120, gecko_log=str(LOG))
        driver.start_session()
    try:
        yield driver
        driver.delete_session()
    finally:
        driver.cleanup()
        del driver
        gc.collect()  # its profile removes its folder now, not while Python ends
