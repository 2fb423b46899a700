"""A server for the built site, a browser, and pages opened in it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tools.browse import Visit, open_browser, open_page, serve_site


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a local server of the built site."""
    with serve_site() as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium a worker."""
    with open_browser() as chromium:
        yield chromium


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """visit("index.html", width=390, scheme="dark", scripts=True): an open page, closed after the test."""
    opened: list[Visit] = []

    def open_one(path: str, width: int = 1300, scheme: str = "light", scripts: bool = True) -> Visit:
        opened.append(open_page(browser, address + path, width, scheme, scripts))
        return opened[-1]

    yield open_one
    for one in opened:
        one.page.context.close()
