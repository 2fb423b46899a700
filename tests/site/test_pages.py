"""Each page at two widths and in two schemes: accessible, at home on its own host, as wide as its window, and light."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tools.browse import PAGES, SITE, WIDTHS, Visit
from tools.snippets import ROOT

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
PICTURES = ROOT / ".cache/pictures"
BUDGET_KB = 250
SCHEMES = {
    "light": "rules: {'target-size': {enabled: true}}",
    # No other rule that is on by default depends on the scheme.
    "dark": "runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}",
}
BACKGROUND = {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 24, 29)"}


def violations(page: Page, options: str) -> list[str]:
    """What axe finds with these options. Only that comes back: the passes of a long page are megabytes, and seconds."""
    page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {{resultTypes: ['violations'], {options}}}).then(r => r.violations)")
    return [f"{v['id']}: {v['help']}\n    {n['html'][:150]}" for v in found for n in v["nodes"]]


def background(page: Page) -> str:
    """The page's background colour, which tells the scheme."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def switch(page: Page, scheme: str) -> None:
    """Choose a scheme as the button in the header does."""
    page.evaluate(f"document.getElementById('__palette_{list(SCHEMES).index(scheme)}').click()")
    assert background(page) == BACKGROUND[scheme]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_page(
    path: str,
    width: str,
    visit: Callable[..., Visit],
    record_property: Callable[[str, object], None],
    request: pytest.FixtureRequest,
) -> None:
    """axe finds nothing; no other host is asked; nothing is refused by the policy; no sideways scroll; a light start.

    Light first, with all of axe's rules, then dark, by the button in the header, with those about colour.
    With --look (make look) a picture of the page in each, for people to look at, goes into .cache/pictures.
    """
    seen = visit(path, WIDTHS[width])
    page = seen.page
    sizes = seen.weights()
    total = sum(sizes.values())
    listing = "\n".join(f"  {size:6.1f} KB  {name}" for name, size in sizes.items())
    assert total <= BUDGET_KB, f"{path}: {total:.0f} KB\n{listing}"
    assert page.evaluate("document.fonts.check('16px Inter')"), "Inter has not loaded"
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{path} is {wide} px wider than its window at {WIDTHS[width]} px"

    faults = []
    for scheme, rules in SCHEMES.items():
        switch(page, scheme)
        if request.config.getoption("--look"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            name = path.removesuffix("/index.html").removesuffix(".html").replace("/", "-")
            page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.wait_for_timeout(100)
        faults += [f"({scheme}) {fault}" for fault in violations(page, rules)]
    assert not faults, f"{path} ({width}):\n  " + "\n  ".join(faults)

    home = page.url.split("/", 3)[:3]
    foreign = [url for url in seen.requests if url.split("/", 3)[:3] != home and not url.startswith("data:")]
    assert not foreign, f"{path} asks other hosts: {foreign}"
    assert not seen.complaints, f"{path}: {seen.complaints}"
    for fact, value in {
        "axe_runs": len(SCHEMES),
        "axe_violations": len(faults),
        "foreign_requests": len(foreign),
        "first_view_kb": total,
    }.items():
        record_property(fact, value)


@pytest.mark.parametrize("path", [path for path in PAGES if path.startswith("labs/")])
def test_labs_weigh_like_other_pages(path: str) -> None:
    """At most 150 KB of HTML without figures, no style sheet or script of Jupyter in it, and no prompt."""
    page = (SITE / path).read_text(encoding="utf-8")
    bare = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert len(bare.encode()) <= 150_000, f"{path}: {len(bare.encode()):,} bytes"
    for text in ("<style", "jp-", "In [", "require.js", "¶", "Not run here"):
        assert text not in bare, f"{path} holds {text}"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_follows_the_system(scheme: str, visit: Callable[..., Visit]) -> None:
    """A first visit shows the scheme that the reader's system asks for."""
    assert background(visit("index.html", scheme=scheme).page) == BACKGROUND[scheme]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_sees_a_poor_contrast(scheme: str, visit: Callable[..., Visit]) -> None:
    """The check that cannot fail checks nothing: a paragraph made pale is found, in either scheme."""
    page = visit("index.html").page
    switch(page, scheme)
    page.evaluate("document.querySelector('article p').style.color = '#777a80'")
    assert any("color-contrast" in fault for fault in violations(page, SCHEMES[scheme]))


@pytest.mark.parametrize("path", PAGES)
def test_words_for_pictures_and_all_without_scripts(path: str, visit: Callable[..., Visit]) -> None:
    """Each picture says what it shows; without JavaScript text, code, outputs, formulas and tabs are all there."""
    page, bare = visit(path).page, visit(path, scripts=False).page
    names = page.eval_on_selector_all(
        "article img, article svg[role=img]",
        "all => all.map(e => e.getAttribute('alt') ?? e.getAttribute('aria-label') ?? '')",
    )
    poor = [name for name in names if len(name.split()) < 4]
    assert not poor, f"{path}: alternative text too short to say anything: {poor}"

    for selector in ("article p", "article pre > code", "article .katex", "article table", "article figure svg"):
        assert bare.locator(selector).count() >= page.locator(selector).count(), f"{path}: {selector}"
    hidden = "all => all.filter(e => !e.closest('.tabbed-block, details') && !e.checkVisibility()).length"
    for selector in ("article p", "article pre > code", "article .katex-html", "article figure svg"):
        assert bare.eval_on_selector_all(selector, hidden) == 0, f"{path}: some {selector} cannot be seen"
    for tabs in bare.query_selector_all("article .tabbed-set"):
        labels = tabs.query_selector_all(":scope > .tabbed-labels > label")
        contents = tabs.query_selector_all(":scope > .tabbed-content > .tabbed-block")
        for label, content in zip(labels, contents, strict=True):
            label.click()
            assert content.is_visible(), f"{path}: the tab {label.inner_text()} does not open"


def test_search_asks_late_and_finds(visit: Callable[..., Visit]) -> None:
    """The index is requested when the reader turns to the search, not before, and the search then finds."""
    seen = visit("index.html")
    assert not [url for url in seen.requests if "search_index" in url]
    seen.page.get_by_role("textbox", name="Search").fill("what do biases learn")
    seen.page.wait_for_selector(".md-search-result__link", state="visible")
    assert "what-it-learns" in (seen.page.locator(".md-search-result__link").first.get_attribute("href") or "")
    assert [url for url in seen.requests if "search_index" in url]
