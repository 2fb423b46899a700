"""Everything that can be pressed can be reached and seen by keyboard alone."""

from collections.abc import Callable

import pytest

from tools.browse import PAGES, WIDTHS, Visit

WITH_NAVIGATION = (PAGES[0], PAGES[len(PAGES) // 2], "index.html", "learn/index.html")

# What a keyboard user must be able to reach: visible, enabled, and not one of several radio buttons of a group.
EXPECTED = """() => {
    const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), summary, [tabindex='0']");
    const wanted = [...all].filter((e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && !e.closest("[inert]")
        && !e.disabled && e.tabIndex >= 0 && e.getClientRects().length
        && !(e.type === "radio" && !e.checked));
    wanted.forEach((e, i) => e.dataset.stop = i);
    return wanted.map((e) => e.outerHTML.slice(0, 90));
}"""

# Where the focus is; whether the control (or the label that stands for it) is on the screen; whether the focus shows,
# that is, whether the control looks different with it than without it.
HERE = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const next = e.nextElementSibling?.tagName === "LABEL" ? e.nextElementSibling : null;   // a radio button's look
    const shown = [e, e.id && document.querySelector(`label[for="${e.id}"]`), next].filter(Boolean);
    const onScreen = shown.some((n) => { const r = n.getBoundingClientRect();
        return r.width > 0 && r.height > 0 && r.right > 0 && r.left < innerWidth
            && n.checkVisibility({visibilityProperty: true, opacityProperty: true}); });
    const look = () => shown.map((n) => { const s = getComputedStyle(n);
        return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.backgroundColor, s.color, s.opacity].join();
    }).join();
    const focused = look();
    e.blur();
    const plain = look();
    e.focus();
    return {stop: e.dataset.stop ?? null, seen: onScreen && focused !== plain, what: e.outerHTML.slice(0, 90)};
}"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_every_control_is_reached_and_seen(path: str, width: str, visit: Callable[..., Visit]) -> None:
    """Tab visits every control once, and the focus shows on each.

    The list of all pages is the same on each, so its links are visited on a few pages only.
    """
    page = visit(path, WIDTHS[width]).page
    if path not in WITH_NAVIGATION:
        page.evaluate("document.querySelectorAll('.md-sidebar--primary').forEach((list) => list.inert = true)")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.wait_for_timeout(500)  # until the page knows what scrolls
    wanted = page.evaluate(EXPECTED)
    reached: set[str] = set()
    unseen = []
    stops = page.locator("a[href], button, input, summary, [tabindex='0']").count()
    for _ in range(2 * stops + 20):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:  # between the last control and the first
            continue
        if len(reached) == len(wanted):
            break
        if here["stop"] is not None:  # else it came into view on the way
            reached.add(here["stop"])
        if not here["seen"]:  # what opens on focus needs a moment
            page.wait_for_timeout(300)
            here = page.evaluate(HERE)
        if not here["seen"]:
            unseen.append(here["what"])
    missed = [html for i, html in enumerate(wanted) if str(i) not in reached]
    assert not missed, f"{path}: not reached by keyboard:\n  " + "\n  ".join(missed)
    assert not unseen, f"{path}: focus is not visible on:\n  " + "\n  ".join(unseen)


def test_navigation_on_a_phone(visit: Callable[..., Visit]) -> None:
    """Enter opens the navigation, its links can then be reached, Escape closes it."""
    page = visit("index.html", WIDTHS["phone"]).page
    link = page.locator(".md-sidebar--primary a", has_text="What is a weight?").first
    assert not link.is_visible()
    for key in ("Enter", "Space"):
        page.get_by_role("button", name="Navigation").press(key)
        assert page.locator("#__drawer").is_checked()
        page.wait_for_timeout(300)
        assert page.locator(".md-sidebar--primary").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("#__drawer").is_checked()
