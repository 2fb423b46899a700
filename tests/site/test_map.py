"""The map of the path in the built site: complete, and usable by keyboard."""

from collections.abc import Callable

from tools.browse import Visit
from tools.path import chapters
from tools.reading import expand, minutes
from tools.snippets import ROOT


def test_every_chapter_is_on_the_map_and_answers_the_keyboard(visit: Callable[..., Visit]) -> None:
    """Each page of the path is listed with its minutes; each stop takes the focus and Enter opens its first page."""
    path = chapters()
    page = visit("learn/index.html").page
    text = page.locator("article").inner_text()
    for one in (one for chapter in path for one in chapter.pages):
        lines = (ROOT / "docs/learn" / one.address).read_text(encoding="utf-8").splitlines()
        assert f"{one.question} ({minutes(expand(lines))} min)" in text
    stops = page.locator("a.stop")
    assert stops.count() == len(path) > 1
    last = stops.last
    last.focus()
    assert last.locator(".arc").first.evaluate("e => getComputedStyle(e).opacity") == "1"
    last.press("Enter")
    page.wait_for_url(f"**/{path[-1].pages[0].address.removesuffix('.md')}/")
