"""The pictures of the site, in the README and in cards of other sites, are taken of the built site by this test."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.browse import Visit

PICTURES = {"screenshot.png": (1300, 1300), "card.png": (1200, 630)}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures(name: str, visit: Callable[..., Visit], request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """The top of the home page, with the figure that moves; --pictures FOLDER keeps them (make pictures)."""
    width, height = PICTURES[name]
    page = visit("index.html", width).page
    target = (request.config.getoption("--pictures") or tmp_path) / name
    page.screenshot(path=target, clip={"x": 0, "y": 0, "width": width, "height": height}, full_page=True)
    assert page.locator("la-neuron svg").is_visible() and page.get_by_text("sum z = -0.5").is_visible()
    assert 20_000 < target.stat().st_size < 400_000
