"""Every block with a copy button, copied by that button, is byte for byte a file or script that the tests run."""

from collections.abc import Callable

import pytest

from tools.browse import PAGES, Visit
from tools.exercises import read as read_exercise
from tools.labs.source import labs, read
from tools.snippets import ROOT

LABS = {f"labs/{path.stem}/index.html": path for path in labs()}

# The order in which a reader meets the blocks: open what is folded, bring the tab to the front, press the button.
COPY = """async (button) => {
    for (let e = button.parentElement; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
    const tab = button.closest(".tabbed-block");
    if (tab) {
        const set = tab.closest(".tabbed-set"), n = [...tab.parentElement.children].indexOf(tab);
        set.querySelectorAll(":scope > input")[n].click();
    }
    await navigator.clipboard.writeText("nothing was copied");
    button.click();
    await new Promise((done) => setTimeout(done, 30));
    return navigator.clipboard.readText();
}"""


@pytest.mark.parametrize("path", LABS)
def test_copied_cells_are_the_lab_up_to_there(
    path: str, visit: Callable[..., Visit], record_property: Callable[[str, object], None]
) -> None:
    """The clipboard equals the cells of the lab's file up to the one whose button was pressed, and says so."""
    lab = read(LABS[path])
    page = visit(path).page
    blocks = page.query_selector_all(".highlight.language-python:not(.no-copy)")
    assert len(blocks) == len(lab.code), f"{path}: {len(blocks)} code blocks, {len(lab.code)} cells"
    for count, block in enumerate(blocks, 1):
        button = block.query_selector("button[data-clipboard-target]")
        assert button, f"{path}: cell {count} has no copy button"
        assert "before" in (button.get_attribute("title") or ""), f"{path}: the button of cell {count} says nothing"
        copied = page.evaluate(COPY, button)
        assert copied == lab.script(count).rstrip("\n"), f"{path}: the copy of cell {count} differs"
    record_property("blocks_copied", len(blocks))
    record_property("blocks_equal", len(blocks))


@pytest.mark.parametrize("path", [path for path in PAGES if path not in LABS])
def test_copied_text_is_the_tested_file(
    path: str, visit: Callable[..., Visit], record_property: Callable[[str, object], None]
) -> None:
    """The clipboard equals the snippet's file, or the output's, but for the final newline."""
    page = visit(path).page
    blocks = page.query_selector_all(".highlight:has(pre > code)")
    copied = equal = outputs = exercises = 0
    last_title = ""
    for block in blocks:
        title = block.eval_on_selector_all(".filename", "all => all.map(e => e.textContent.trim()).join()")
        button = block.query_selector("button[data-clipboard-target], button[data-md-type=copy]")
        python = "language-python" in (block.get_attribute("class") or "")
        if button is None:
            assert "no-copy" in (block.get_attribute("class") or ""), f"{path}: {title or 'a block'} has no copy button"
            continue
        clipboard = page.evaluate(COPY, button)
        if exercise := block.evaluate("block => block.closest('.exercise')?.dataset.exercise"):
            one = read_exercise(ROOT / f"exercises/{exercise}.py")
            part = one.starter if title else one.solution
            assert clipboard == part.rstrip("\n"), (
                f"{path}: the copy of {exercise} is not its {'starter' if title else 'solution'}"
            )
            copied += 1
            equal += 1
            exercises += 1
        elif python:
            assert title.startswith("snippets/"), f"{path}: a Python block names no file: {clipboard[:60]!r}"
            last_title = title
            copied += 1
            file = (ROOT / title).read_text(encoding="utf-8").rstrip("\n")
            assert clipboard == file, f"{path}: the copy of {title} is not the file"
            equal += 1
        elif title == "Output":
            golden = (ROOT / last_title).with_suffix(".out").read_text(encoding="utf-8").rstrip("\n")
            assert clipboard == golden, f"{path}: the output under {last_title} is not what it printed"
            outputs += 1
        else:
            assert clipboard.strip() and clipboard != "nothing was copied", f"{path}: nothing was copied"
    assert outputs == copied - exercises, f"{path}: {copied - exercises} snippets, {outputs} outputs"
    record_property("blocks_copied", copied)
    record_property("blocks_equal", equal)
