"""The audit in a browser: its filter, its addresses, and that search finds claim and chapter."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tools.audit import VERDICTS, claims
from tools.browse import Visit

AUDIT = "check/claims/index.html"


def shown(page: Page) -> list[str]:
    """The numbers of the claims that can be seen."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.claim')].filter(c => c.offsetParent).map(c => c.querySelector('h3').id)"
    )
    return found


@pytest.mark.parametrize("scripts", [True, False])
def test_filter(scripts: bool, visit: Callable[..., Visit]) -> None:
    """By keyboard each verdict leaves its claims, and parts without one go; without JavaScript too."""
    page = visit(AUDIT, scripts=scripts).page
    want = {verdict: [f"claim-{row['n']}" for row in claims() if row["verdict"] == verdict] for verdict in VERDICTS}
    assert len(shown(page)) == len(claims())
    page.locator(".verdicts [value=all]").focus()
    for verdict in VERDICTS:
        page.keyboard.press("ArrowRight")
        assert shown(page) == want[verdict]
        label = page.locator(".verdicts label:has(:checked)").inner_text()
        assert label.split() == [*verdict.capitalize().split(), str(len(want[verdict]))]
        empty = "[...document.querySelectorAll('.part')].filter(p => p.offsetParent && !p.querySelector('.claim'))"
        assert page.evaluate(f"{empty}.length") == 0
        parts = page.evaluate("[...document.querySelectorAll('.part')].filter(p => p.offsetParent).length")
        assert parts == len({row["part"] for row in claims() if row["verdict"] == verdict})
    page.keyboard.press("ArrowRight")  # around, to all of them
    assert len(shown(page)) == len(claims())


def test_an_address_shows_its_claim(visit: Callable[..., Visit]) -> None:
    """A square of the figure leads to its claim, also where the filter had hidden it, and also twice."""
    page = visit(AUDIT).page
    for _ in range(2):
        page.locator(".verdicts label:has([value=wrong])").click()
        assert "claim-1" not in shown(page)
        page.locator("figure.audit a[href='#claim-1']").click()
        page.wait_for_function("() => document.getElementById('claim-1').offsetParent")
        assert page.url.endswith("#claim-1")
        page.wait_for_function("() => Math.abs(document.getElementById('claim-1').getBoundingClientRect().top) < 200")


def test_a_runs_address_opens_its_tab(visit: Callable[..., Visit]) -> None:
    """From an evidence link to the block that printed it, in a tab that was not shown."""
    page = visit("learn/biases/what-it-does/index.html").page
    block = "snippet-biases-xor_numpy"
    if page.evaluate(f"!!document.getElementById('{block}').offsetParent"):
        block = "snippet-biases-xor_plain"
    assert not page.evaluate(f"!!document.getElementById('{block}').offsetParent")
    page.evaluate(f"location.hash = '{block}'")
    page.wait_for_function(f"() => document.getElementById('{block}').offsetParent")


QUERIES = {
    "does T5 use biases": ("check/claims/#claim-42", "learn/biases/who-keeps-them/"),
    "do biases make a network non-linear": ("check/claims/#claim-18", "learn/biases/what-it-does/"),
    "does XLNet shuffle words": ("check/claims/#claim-45", "models/xlnet/"),
}


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds_claim_and_chapter(query: str, visit: Callable[..., Visit]) -> None:
    """Among the first five pages that search offers: the claim, without unfolding anything, and its chapter."""
    page = visit("index.html").page
    page.keyboard.press("/")
    page.locator(".md-search__input").type(query)
    page.wait_for_function("() => document.querySelectorAll('.md-search-result__item').length > 4")
    links: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('.md-search-result__item')].slice(0, 5).map(item =>"
        " [...item.querySelectorAll('.md-search-result__link')].filter(a => !a.closest('details')).map(a => a.href))"
    )
    home = page.url.rsplit("/", 1)[0] + "/"
    first = [re.sub(r"\?[^#]*", "", link).removeprefix(home) for item in links for link in item]
    assert set(QUERIES[query]) <= set(first), first
