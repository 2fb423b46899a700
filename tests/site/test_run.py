"""Python in the page: every block prints what CPython prints, and whatever a reader writes, the page stays alive."""

import json
import random
import re
import socket
import string
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site.blocks import Block, link
from tests.site.test_pages import SCHEMES, switch, violations
from tools.bench.in_page import growth
from tools.browse import PAGES, SITE, WIDTHS, Visit
from tools.exercises import exercises, read
from tools.snippets import ROOT, imports

PLAIN = "snippets/weights/neuron_plain.py"  # stands on the page below, with a block of NumPy and one of PyTorch
NUMPY = "snippets/weights/neuron_numpy.py"
PAGE = "learn/weights/what-is-a-weight/"
EXERCISE = "exercises/forward/masked_loss.py"
EXERCISE_PAGE = "learn/forward/which-tokens-count/index.html"
GROWTH_KB = 5.0
RUNTIME = re.compile(r"assets/vendor/python/|worker\.js|\.wasm|harness|expect\.py")


def shown(path: str) -> list[str]:
    """The files of Python that a page shows with a title."""
    text = (SITE / path).read_text(encoding="utf-8")
    return re.findall(
        r'<div class="language-python[^"]*"[^>]*><span class="filename">((?:snippets|exercises)/[^<]+)</span>', text
    )


def runs(file: str) -> bool:
    """Whether a file imports only the standard library or NumPy."""
    path = ROOT / file
    if file.startswith("exercises/"):
        return not read(path).needs_torch
    return imports(path) <= set(sys.stdlib_module_names) | {"numpy"}


WITH_CODE = [path for path in PAGES if shown(path) and not path.startswith("labs/")]


# ---------------------------------------------------------------- all of them


@pytest.mark.parametrize("path", WITH_CODE)
def test_what_runs_has_a_bar(path: str, visit: Callable[..., Visit]) -> None:
    """Blocks of Python and NumPy have Run, those of PyTorch say where they run, and what they link is there."""
    page = visit(path).page
    with_run = page.eval_on_selector_all(
        ".la-bar:has(button)", "bars => bars.map(bar => bar.getAttribute('aria-label'))"
    )
    assert with_run == [file for file in shown(path) if runs(file)]
    others = page.locator(".la-bar:not(:has(button))")
    assert others.count() == len([file for file in shown(path) if not runs(file) and file.startswith("snippets/")])
    for file in shown(path):
        if file.startswith("exercises/") and not runs(file):
            said = page.locator(f'[data-exercise="{file[10:-3]}"] .take-along').text_content()
            assert "needs PyTorch" in (said or "")
    for i in range(others.count()):
        assert "PyTorch" in (others.nth(i).text_content() or "")
        for address in others.nth(i).locator("a").evaluate_all("links => links.map(link => link.href)"):
            assert (SITE / address.split("/", 3)[3]).is_file(), address


@pytest.mark.parametrize("path", [path for path in WITH_CODE if any(runs(file) for file in shown(path))])
def test_prints_what_python_prints(
    path: str, visit: Callable[..., Visit], record_property: Callable[[str, object], None]
) -> None:
    """Every block, run by its button, prints byte for byte what CPython printed; every exercise's solution is right."""
    seen = visit(path)
    equal = solved = 0
    for file in [file for file in shown(path) if runs(file)]:
        block = Block(seen.page, file)
        if file.startswith("exercises/"):
            block.write(read(ROOT / file).solution)
            status = block.run("Check")
            assert "Solved" in status, f"{file}: {status}"
            solved += 1
            continue
        status = block.run()
        assert status.startswith("Done in"), f"{file}: {status}\n{block.output}"
        assert block.output == (ROOT / file).with_suffix(".out").read_text(encoding="utf-8"), file
        assert block.mark == "= equals the page", f"{file}: {block.mark}"
        equal += 1
    assert not seen.complaints, seen.complaints
    record_property("blocks_run_in_page", equal)
    record_property(
        "blocks_that_run", len([file for file in shown(path) if runs(file) and file.startswith("snippets/")])
    )
    record_property("exercises_solved_in_page", solved)


# ---------------------------------------------------------------- whatever a reader writes


def ended(block: Block, code: str) -> tuple[str, str]:
    """Run some code in a block: its status, and what it printed."""
    block.write(code)
    return block.run(), block.output


@pytest.fixture
def block(visit: Callable[..., Visit]) -> Block:
    """A block of plain Python on a page of its own."""
    return Block(visit(PAGE).page, PLAIN)


def test_faults_are_told_in_the_readers_lines(block: Block) -> None:
    """Exceptions, wrong syntax, input, exit, endless recursion, too much memory, PyTorch: each a clear message.

    After each of them the same block runs again.
    """
    cases = {
        "def f(x):\n    return 1 / x\n\nf(0)": (
            "Error",
            ["line 4", "line 2, in f", "return 1 / x", "ZeroDivisionError: division by zero"],
        ),
        "x = [1,\nprint(x": ("Error", ["your_code.py", "SyntaxError", "was never closed"]),
        "name = input('Who? ')": ("Error", ["line 1", "EOFError", "Write the value into the code"]),
        "import sys\nprint('before')\nsys.exit(3)": ("Error", ["before", "sys.exit(3)"]),
        "import sys\nsys.exit()": ("Done", ["sys.exit()"]),
        "def f(n):\n    return f(n + 1)\n\nf(0)": ("Error", ["RecursionError", "calls deep", "return f(n + 1)"]),
        "x = [0] * 10**9": ("Error", ["line 1", "MemoryError", "smaller"]),
        "import torch": ("Error", ["line 1", "torch is not available", "run it with your own Python"]),
        "import pandas": ("Error", ["pandas is not available"]),
        "raise KeyboardInterrupt": ("Error", ["KeyboardInterrupt"]),
        "print('ä → ∂', '\\N{GREEK SMALL LETTER ALPHA}')": ("Done", ["ä → ∂ α\n"]),
        "import sys\nprint('to stderr', file=sys.stderr)": ("Done", ["to stderr"]),
        "import threading\nthreading.Thread(target=print).start()": ("Error", ["RuntimeError"]),
    }
    for code, (beginning, words) in cases.items():
        status, output = ended(block, code)
        assert status.startswith(beginning), f"{code}\n{status}\n{output}"
        for word in words:
            assert word in output, f"{code}\n{output}"
        for inner in ("harness", "runpy", "_pyodide", "wasm", "/lib/python"):
            assert inner not in output, f"{code}\n{output}"
    assert ended(block, "print(6 * 7)")[1] == "42\n"


def test_an_endless_loop_is_stopped_and_the_next_run_works(block: Block) -> None:
    """Stop ends it, the page answers meanwhile, and the block runs again."""
    block.write("print('on', flush=True)\nwhile True:\n    pass")
    block.press("Run")
    block.wait("Running")
    assert block.page.evaluate("1 + 1") == 2
    block.press("Stop")
    assert block.wait("Stopped") == "Stopped"
    assert not block.bar.get_by_role("button", name="Stop").is_visible()

    def loops() -> list[str]:
        return [worker.url for worker in block.page.workers if worker.url.startswith("blob:")]

    for _ in range(100):
        if len(loops()) == 1:
            break
        block.page.wait_for_timeout(50)
    assert len(loops()) == 1  # the next interpreter; the loop itself has ended
    assert ended(block, "print('again')")[1] == "again\n"


def test_a_flood_is_cut_and_can_be_stopped(block: Block) -> None:
    """Output ends at a limit, in many lines and in one; the page answers; Stop works."""
    block.write("while True:\n    print('x' * 99)")
    block.press("Run")
    block.wait("Running")
    block.page.wait_for_function("() => document.querySelector('[aria-label=Output]')?.textContent.includes('cut]')")
    size = len(block.output)
    assert 150_000 < size < 210_000
    block.page.wait_for_timeout(200)
    assert len(block.output) == size
    block.press("Stop")
    block.wait("Stopped")
    status, output = ended(block, "print('y' * 3_000_000)\nprint('end')")
    assert status.startswith("Done") and len(output) < 210_000 and "cut]" in output


def test_memory_that_runs_out_is_given_back(block: Block) -> None:
    """Filling the memory step by step ends in a message, and the interpreter after it is a new one."""
    status, output = ended(block, "rows = []\nwhile True:\n    rows.append(bytearray(2**26))")
    assert status == "Error" and "MemoryError" in output, output
    assert ended(block, "print('again')")[1] == "again\n"


def test_two_blocks_at_once(block: Block) -> None:
    """The second run ends the first, which says so; the second prints what the page shows."""
    other = Block(block.page, NUMPY)
    block.write("while True:\n    pass")
    block.press("Run")
    block.wait("Running")
    assert other.run().startswith("Done")
    assert block.status == "Stopped"
    assert other.mark == "= equals the page"


def test_a_run_leaves_nothing_behind(block: Block) -> None:
    """Print options, seeds, limits, names, files, patched built-ins: the next run begins as Python begins."""
    ended(
        block,
        "import builtins, os, random, sys, warnings\nimport numpy as np\n"
        "np.set_printoptions(precision=1)\nnp.random.seed(0)\nnp.seterr(all='raise')\nrandom.seed(0)\n"
        "sys.setrecursionlimit(5000)\nbuiltins.print = None\nbuiltins.extra = 1\nleft = 1\nopen('here', 'w').close()\n"
        "os.environ['X'] = '1'\nsys.argv.append('x')\nwarnings.simplefilter('error')",
    )
    code = (
        "import os, random, sys\nimport numpy as np\n"
        "print(np.array([1 / 3]), np.geterr()['over'], sys.getrecursionlimit())\n"
        "print(os.listdir(), 'X' in os.environ, sys.argv)\n"
        "print('left' in globals(), random.random() == 0.8444218515250481, np.random.rand() == 0.5488135039273248)"
    )
    status, output = ended(block, code)
    assert status.startswith("Done"), output
    assert output == "[0.33333333] warn 1000\n[] False ['your_code.py']\nFalse False False\n"


@pytest.mark.parametrize(
    "part",
    [
        "pyodide.asm.wasm",
        "pyodide.asm.js",
        "pyodide.mjs",
        "python_stdlib.zip",
        "manifest.json",
        "harness.py",
        "worker.js",
    ],
)
def test_a_missing_part_is_named(part: str, visit: Callable[..., Visit]) -> None:
    """A part of the runtime that cannot be had ends the run with a message; Pyodide itself would wait for ever."""
    page = visit(PAGE).page
    page.context.route(f"**/{part}", lambda route: route.fulfill(status=404, body="gone"))
    block = Block(page, PLAIN)
    assert block.run() == "Error"
    assert "could not be loaded" in block.output
    assert part in block.output or part == "worker.js"
    page.context.unroute(f"**/{part}")
    assert block.run().startswith("Done")


def test_missing_numpy_is_named(visit: Callable[..., Visit]) -> None:
    """NumPy comes with the first block that wants it, and is missed there."""
    page = visit(PAGE).page
    page.context.route("**/numpy.zip", lambda route: route.abort())
    assert Block(page, PLAIN).run().startswith("Done")
    assert Block(page, NUMPY).run() == "Error"
    assert "numpy.zip" in Block(page, NUMPY).output


def test_code_reaches_no_other_host(block: Block) -> None:
    """Not by a request, an import, a socket or JavaScript: the worker inherits the page's policy."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.5)
        host = f"127.0.0.1:{other.getsockname()[1]}"
        for code in (
            f"from js import XMLHttpRequest as X\nx = X.new()\nx.open('GET', 'http://{host}/a', False)\nx.send()",
            f"from js import fetch\nfetch('http://{host}/b')",
            "from js import eval\neval('1')",
            f"from pyodide.code import run_js\nrun_js('import(\"http://{host}/c\")')",
            f"from js import importScripts\nimportScripts('http://{host}/d')",
            f"from js import WebSocket\nWebSocket.new('ws://{host}/e')",
            f"from js import EventSource\nEventSource.new('http://{host}/f')",
            "from js import localStorage",
        ):
            status, output = ended(block, code)
            assert status == "Error" or "fetch" in code or "Socket" in code or "Source" in code, (code, status, output)
        with pytest.raises(TimeoutError):
            other.accept()


# ---------------------------------------------------------------- before the first click, and from page to page


def test_nothing_of_python_before_the_first_click(visit: Callable[..., Visit]) -> None:
    """No request for Python; what every page loads for it is small; NumPy comes when a block wants it."""
    seen = visit(PAGE)
    assert not [url for url in seen.requests if RUNTIME.search(url) or "block.js" in url]
    assert growth() < GROWTH_KB
    assert Block(seen.page, PLAIN).run().startswith("Done")
    assert not [url for url in seen.requests if "numpy.zip" in url]
    assert Block(seen.page, NUMPY).run().startswith("Done")
    assert [url for url in seen.requests if "numpy.zip" in url]


def test_progress_says_bytes(block: Block) -> None:
    """While Python loads, the status says how much has come."""
    block.page.evaluate(
        """file => { window.said = [];
            const status = document.querySelector(`.la-bar[aria-label="${file}"] [role=status]`);
            const look = new MutationObserver(() => said.push(status.textContent));
            look.observe(status, {childList: true, subtree: true}); }""",
        PLAIN,
    )
    block.run()
    said = block.page.evaluate("said")
    assert said[0].startswith("Loading Python")
    assert any(re.fullmatch(r"Loading Python \d+\.\d of 1\d\.\d MB", text) for text in said), said
    assert "Running" in said


def test_from_page_to_page(visit: Callable[..., Visit]) -> None:
    """The interpreter stays when a link is followed, a run that is left ends, and a page come back to is whole."""
    seen = visit(PAGE)
    page = seen.page
    block = Block(page, PLAIN)
    block.run()
    page.evaluate("window.stays = 1")
    block.write("while True:\n    pass")
    page.wait_for_timeout(300)  # the edit is kept
    page.locator("article a", has_text="Where are GPT-2").last.click()
    page.wait_for_url("**/where-they-are/")
    page.wait_for_selector(".la-bar button")
    assert page.evaluate("window.stays") == 1
    there = Block(page, next(file for file in shown("learn/weights/where-they-are/index.html") if runs(file)))
    assert there.run().startswith("Done")
    assert len([url for url in seen.requests if url.endswith("pyodide.asm.wasm")]) == 1
    page.go_back()
    page.wait_for_url("**/what-is-a-weight/")
    page.wait_for_selector(f'.la-bar[aria-label="{PLAIN}"] button')
    back = Block(page, PLAIN)
    assert "while True" in (back.code.text_content() or "")
    back.press("Run")
    back.wait("Running")
    page.locator("article a", has_text="Where are GPT-2").last.click()  # while it runs
    page.wait_for_url("**/where-they-are/")
    assert there.run().startswith("Done")
    assert not seen.complaints, seen.complaints


def test_from_the_map(visit: Callable[..., Visit]) -> None:
    """Links in text change the page in place, also on the page with links inside SVG; and those lead where they say."""
    seen = visit("learn/")
    page = seen.page
    page.evaluate("window.stays = 1")
    page.locator("article li a", has_text="What is a weight").first.click()
    page.wait_for_selector(f'.la-bar[aria-label="{PLAIN}"] button')
    assert page.evaluate("window.stays") == 1
    page.locator("nav.md-nav a", has_text="The path").first.click()
    page.wait_for_selector("figure.path a.stop")
    page.locator("figure.path a.stop").first.click()
    page.wait_for_selector(f'.la-bar[aria-label="{PLAIN}"] button')
    assert page.url.endswith(PAGE)
    assert not seen.complaints, seen.complaints


# ---------------------------------------------------------------- editing, keeping, sharing


def test_keys(block: Block) -> None:
    """Ctrl-Enter runs, Tab indents, Enter keeps the indentation, Escape leaves; passing through, Tab passes."""
    page = block.page
    block.write("")
    page.keyboard.type("for i in range(2):\nprint(i)")
    assert block.code.inner_text().rstrip("\n") == "for i in range(2):\n    print(i)"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("print('x')")
    assert "        print('x')" in block.code.inner_text()
    page.keyboard.press("Control+z")
    block.write("print('by key')")
    page.keyboard.press("Control+Enter")
    block.wait("Done")
    assert block.output == "by key\n"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Run"
    page.keyboard.press("Shift+Tab")
    assert block.code.evaluate("code => code === document.activeElement")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"
    assert block.code.inner_text().rstrip("\n") == "print('by key')"


def test_edits_are_kept_until_reset(block: Block) -> None:
    """An edit outlives a reload, is what Copy copies, is marked as different, and goes with Reset."""
    page = block.page
    original = block.code.text_content()
    block.write("print('edited')\nprint('twice')")
    block.run()
    assert "differs from the page in" in block.mark
    assert page.locator(".la-out pre mark").count() >= 1
    page.wait_for_timeout(300)
    page.reload()
    page.wait_for_selector(".la-bar button")
    block.wait("Your edit")
    assert block.code.inner_text().rstrip("\n") == "print('edited')\nprint('twice')"
    assert block.output == ""  # it did not run by itself
    page.locator(f'.language-python[data-bar="{PLAIN}"] button[data-clipboard-target]').click()
    page.wait_for_timeout(100)
    assert page.evaluate("navigator.clipboard.readText()") == "print('edited')\nprint('twice')"
    block.press("Reset")
    assert block.code.text_content() == original
    page.reload()
    page.wait_for_selector(".la-bar button")
    assert block.code.text_content() == original


def test_a_link_shows_code_and_runs_nothing(visit: Callable[..., Visit], address: str) -> None:
    """The link that the button makes opens the code in its block, without a run and without keeping it."""
    page = visit(PAGE).page
    block = Block(page, PLAIN)
    block.write("print('shared', 1 < 2)")
    block.press("Link")
    block.wait("Link copied")
    shared = page.evaluate("navigator.clipboard.readText()")
    assert shared.startswith(f"{address}learn/weights/what-is-a-weight/") and "#code=" in shared and len(shared) < 300
    seen = visit(PAGE + "#" + shared.partition("#")[2])
    other = Block(seen.page, PLAIN)
    other.wait("This code came with the link")
    assert other.code.inner_text().rstrip("\n") == "print('shared', 1 < 2)"
    assert other.output == "" and not [url for url in seen.requests if RUNTIME.search(url)]
    assert seen.page.evaluate("localStorage.length") == 0 or not seen.page.evaluate(
        "Object.keys(localStorage).filter(name => name.startsWith('la-code')).length"
    )
    assert other.run().startswith("Done") and other.output == "shared True\n"


def test_hostile_links(visit: Callable[..., Visit]) -> None:
    """Markup in a link stays text, nothing of it runs, and a damaged or huge one leaves the page's code."""
    hostile = (
        '</code></pre><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
        "<a href='javascript:window.hacked=1'>x</a>\n# <b onfocus=window.hacked=1 autofocus>\nimport js; js.eval('1')"
    )
    seen = visit(link(PAGE, PLAIN, hostile))
    block = Block(seen.page, PLAIN)
    block.wait("This code came")
    assert block.code.inner_text().rstrip("\n") == hostile
    inside = block.code.evaluate(
        "code => [...code.querySelectorAll('*')].map(e => e.tagName + (e.attributes.length - 1))"
    )
    assert set(inside) <= {"SPAN0"}, inside
    block.code.focus()
    assert seen.page.evaluate("window.hacked") is None
    assert not [url for url in seen.requests if RUNTIME.search(url) or url.endswith("/x")]
    assert not seen.complaints

    original = (ROOT / PLAIN).read_text(encoding="utf-8").rstrip("\n")
    for fragment in (
        f"code={PLAIN}~AAAA",
        f"code={PLAIN}~{'A' * 7000}",
        "code=snippets/none.py~AAAA",
        "code=..%2F..%2Fx~%00",
        "code=",
        link("", PLAIN, "x = 1\n" * 2_000_000)[1:],  # 12 MB of text in a short link
        "code=constructor~AAAA",
        "code=%E0%A4%A",
    ):
        bad = visit(f"{PAGE}#{fragment}")
        bad.page.wait_for_timeout(200)
        text = Block(bad.page, PLAIN).code.text_content() or ""
        assert text.rstrip("\n") == original, fragment[:60]
        assert not bad.complaints, (fragment[:60], bad.complaints)


def test_too_long_for_a_link(block: Block) -> None:
    """Code that no link can hold is refused in words."""
    block.write("# " + "".join(random.Random(0).choices(string.ascii_letters, k=19_000)))
    block.press("Link")
    assert block.wait("Too long") == "Too long for a link"


# ---------------------------------------------------------------- browsers that lack something


@pytest.mark.parametrize("lack", ["Worker", "WebAssembly"])
def test_without_workers_or_webassembly(lack: str, visit: Callable[..., Visit]) -> None:
    """The bar says that this browser cannot, and offers the file."""
    page = visit(PAGE).page
    page.add_init_script(f"delete window.{lack}")
    page.reload()
    page.wait_for_selector(".la-bar")
    bar = Block(page, PLAIN).bar
    assert "cannot run Python here" in bar.inner_text()
    assert bar.locator("button").count() == 0 and bar.locator("a").count() == 2


def test_without_storage(visit: Callable[..., Visit]) -> None:
    """Everything works but is not kept, which an edit says."""
    page = visit(PAGE).page
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        "Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.reload()
    page.wait_for_selector(".la-bar button")
    block = Block(page, PLAIN)
    block.write("print(1)")
    block.wait("This browser keeps nothing")
    assert block.run().startswith("Done") and block.output == "1\n"


# ---------------------------------------------------------------- for everyone


@pytest.mark.parametrize("width", WIDTHS)
def test_accessible_while_running_and_with_an_error(width: str, visit: Callable[..., Visit]) -> None:
    """axe finds nothing while Python runs, with an error, with arrays drawn, an exercise checked; nothing is wide."""
    seen = visit(EXERCISE_PAGE, WIDTHS[width])
    page = seen.page
    file = next(file for file in shown(EXERCISE_PAGE) if runs(file) and "numpy" in file)
    block, exercise = Block(page, file), Block(page, EXERCISE)

    def look(what: str) -> None:
        for scheme, rules in SCHEMES.items():
            switch(page, scheme)
            found = violations(page, rules)
            assert not found, f"{what}, {scheme}: " + "\n".join(found)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{what}: {wide} px too wide"

    block.write("import numpy as np\nWq = np.array([[1.0, -2.0], [0.5, 0.0]])\nb = np.array([1.0, -1.0])\nprint(Wq)")
    assert block.run().startswith("Done")
    page.locator(".la-arrays summary").click()
    page.wait_for_selector(".la-arrays svg")
    labels = page.eval_on_selector_all(".la-arrays svg", "all => all.map(svg => svg.getAttribute('aria-label'))")
    assert labels == [
        "Wq, 2 × 2: smallest -2 (row 0, column 1), largest 1 (row 0, column 0)",
        "b, 2: smallest -1 (place 1), largest 1 (place 0)",
    ]
    classes = page.eval_on_selector_all(".la-arrays svg", "all => all.map(svg => svg.getAttribute('class'))")
    assert classes == ["weight", "bias"]
    exercise.run("Check")
    look("drawn and checked")
    exercise.write("print('a very long line ' * 40)\nraise ValueError('x' * 300)")
    exercise.run()
    look("with an error")
    block.write("while True:\n    pass")
    block.press("Run")
    block.wait("Running")
    look("while running")
    block.press("Stop")
    block.wait("Stopped")
    assert not seen.complaints, seen.complaints


def test_roles(block: Block) -> None:
    """Code is a labelled text box, the status a live region, the output labelled, and the buttons have their names."""
    block.run()
    assert block.code.get_attribute("role") == "textbox" and "Escape" in (block.code.get_attribute("aria-label") or "")
    assert block.page.locator("[role=status]").count() >= 1
    assert block.page.get_by_label("Output").count() == 1
    names = block.bar.locator("button").all_inner_texts()
    assert block.bar.get_attribute("role") == "group"
    assert {"Run", "Reset"} <= {name.strip("\u25b8\u00a0 ") for name in names}


# ---------------------------------------------------------------- exercises


def test_an_exercise_answers_in_words(visit: Callable[..., Visit]) -> None:
    """What was expected on which input, a hint, then the solution; solved, it stays marked until forgotten."""
    seen = visit(EXERCISE_PAGE)
    page = seen.page
    exercise = Block(page, EXERCISE)
    exercise.run("Check")
    said = page.locator(".la-results").inner_text()
    assert "masked_loss([1.0, 2.0, 9.0], [1, 1, 0]) should be 1.5. Yours is 1." in said
    assert said.count("Hint:") == 1 and "0 of 3" not in said and "1 of 3 checks pass" in said
    solution = page.locator('.exercise[data-exercise="forward/masked_loss"] details.success')
    assert not solution.evaluate("fold => fold.open")
    for hint, code in read(ROOT / EXERCISE).wrong:
        exercise.write(code)
        exercise.run("Check")
        assert page.locator(".la-hint").first.inner_text() == f"Hint: {read(ROOT / EXERCISE).hints[hint]}"
    names = re.findall(r"def (test_\w+)", read(ROOT / EXERCISE).tests)
    exercise.write("".join(f"def {name}():\n    pass\n" for name in names) + "expect = print\nmasked_loss = max")
    assert "0 of 3 checks pass" in exercise.run("Check")  # tests of one's own replace none
    exercise.write("def masked_loss(losses, mask)\n    return 0")
    exercise.run("Check")
    assert "line 1" in page.locator(".la-results").inner_text()
    exercise.write(read(ROOT / EXERCISE).solution)
    exercise.press("Check")
    page.wait_for_selector(".exercise.solved")
    assert "all 3 checks pass" in page.locator(".la-results").inner_text()
    page.reload()
    page.wait_for_selector(".exercise.solved")


def test_the_record_is_the_readers(visit: Callable[..., Visit], tmp_path: Path) -> None:
    """The list counts what is solved, saves it to a file, reads it back, and forgets it; nothing is sent."""
    seen = visit("learn/exercises/index.html")
    page = seen.page
    count = len(exercises())
    assert page.locator("[data-listed]").count() == count
    page.evaluate(
        "localStorage.setItem('la-done:forward/masked_loss', '2026-01-01'); localStorage.setItem('la-code:x.py', '1')"
    )
    page.reload()
    page.wait_for_selector("[data-record] button")
    assert page.locator("[data-solved]").inner_text() == f"1 of {count} solved in this browser."
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    saved = tmp_path / "record.json"
    download.value.save_as(saved)
    assert json.loads(saved.read_text(encoding="utf-8")) == {
        "solved": {"forward/masked_loss": "2026-01-01"},
        "code": {"x.py": "1"},
    }
    page.get_by_role("button", name="Forget what is solved").click()
    page.get_by_role("button", name="Forget edited code").click()
    assert page.locator("[data-solved]").inner_text() == f"0 of {count} solved in this browser."
    assert not page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('la-')).length")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Read from a file").click()
    chooser.value.set_files(saved)
    page.wait_for_function("() => document.querySelector('[data-solved]').textContent.startsWith('1 of')")
    bad = tmp_path / "bad.json"
    bad.write_text("<html>", encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Read from a file").click()
    chooser.value.set_files(bad)
    page.wait_for_function(
        "() => document.querySelector('[data-record] [role=status]').textContent.startsWith('This is no record')"
    )
    home = page.url.split("/", 3)[:3]
    assert not [
        url for url in seen.requests if not url.startswith(("data:", "blob:")) and url.split("/", 3)[:3] != home
    ]


def test_the_check_of_what_runs_can_fail() -> None:
    """A file with another import would not count as one that runs."""
    assert not runs("snippets/weights/neuron_torch.py") and runs(PLAIN) and runs(NUMPY)
