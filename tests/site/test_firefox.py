"""Python in the page in Firefox: what test_run.py proves in Chromium, in short."""

import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.site.blocks import link
from tests.site.test_run import EXERCISE, EXERCISE_PAGE, NUMPY, PAGE, PLAIN, WITH_CODE, runs, shown
from tools.exercises import read
from tools.firefox import open_firefox
from tools.snippets import ROOT

PATIENCE = 90  # seconds for what must end

# Names that the scripts below share: a block's bar, code, buttons, status and output.
HELP = """
const bar = document.querySelector(`.la-bar[aria-label="${arguments[0]}"]`);
const code = document.querySelector(`.language-python[data-bar="${arguments[0]}"] pre > code`);
const status = bar && bar.querySelector("[role=status]");
const press = (name) => [...bar.querySelectorAll("button")].find((one) => one.textContent === name).click();
const output = () => bar.nextElementSibling.querySelector("[aria-label=Output]");
"""


@pytest.fixture(scope="module")
def firefox() -> Iterator[Any]:
    """One Firefox for the tests below, which run one after the other."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with open_firefox(port) as driver:
        yield driver


def wait(firefox: Any, file: str, *beginnings: str) -> str:
    """Wait until a block's status begins so; returns it."""
    end = time.monotonic() + PATIENCE
    status = ""
    while time.monotonic() < end:
        status = str(firefox.execute_script(HELP + "return status ? status.textContent : '';", [file]))
        if status.startswith(beginnings):
            return status
        time.sleep(0.02)
    raise AssertionError(f"{file}: the status still reads {status!r}")


def run(firefox: Any, file: str, button: str = "Run") -> tuple[str, str]:
    """Press a button and wait for the end: the status, and what was printed."""
    firefox.execute_script(HELP + f"status.textContent = ''; press('{button}');", [file])
    status = wait(firefox, file, "Done", "Error", "Stopped")
    return status, firefox.execute_script(HELP + "return output().textContent;", [file])


def write(firefox: Any, file: str, text: str) -> None:
    """Put other code in place of what is there, as by paste."""
    firefox.execute_script(HELP + "code.focus(); getSelection().selectAllChildren(code);", [file])
    end = time.monotonic() + PATIENCE
    while not firefox.execute_script(HELP + "return Boolean(code.dataset.edits);", [file]):
        assert time.monotonic() < end
    firefox.execute_script(HELP + "document.execCommand('insertText', false, arguments[1]);", [file, text])


def test_prints_what_python_prints(firefox: Any, address: str, record_property: Callable[[str, object], None]) -> None:
    """Every block of every page, run by its button, prints byte for byte what CPython printed."""
    equal = 0
    for path in WITH_CODE:
        files = [file for file in shown(path) if runs(file) and file.startswith("snippets/")]
        if files:
            firefox.navigate(address + path)
        for file in files:
            wait(firefox, file, "")
            status, output = run(firefox, file)
            assert status.startswith("Done in"), f"{file}: {status}\n{output}"
            assert output == (ROOT / file).with_suffix(".out").read_text(encoding="utf-8"), file
            equal += 1
    record_property("blocks_run_in_firefox", equal)


def test_keys(firefox: Any, address: str) -> None:
    """Typing, Enter with the indentation, Tab, Ctrl-Enter, Escape."""
    from marionette_driver import By
    from marionette_driver.keys import Keys

    firefox.navigate(address + PAGE)
    write(firefox, PLAIN, "x")
    code = firefox.find_element(By.CSS_SELECTOR, f'.language-python[data-bar="{PLAIN}"] pre > code')
    code.send_keys(Keys.BACK_SPACE, "for i in range(2):", Keys.ENTER, "print(i)", Keys.ENTER, Keys.TAB, "print('x')")
    text = firefox.execute_script(HELP + "return code.textContent;", [PLAIN])
    assert text.rstrip("\n") == "for i in range(2):\n    print(i)\n        print('x')"
    assert firefox.execute_script(HELP + "return code.children.length;", [PLAIN]) == 0
    write(firefox, PLAIN, "print('by key')")
    code.send_keys(Keys.CONTROL, Keys.ENTER)
    assert wait(firefox, PLAIN, "Done")
    assert firefox.execute_script(HELP + "return output().textContent;", [PLAIN]) == "by key\n"
    code.send_keys(Keys.ESCAPE)
    assert firefox.execute_script("return document.activeElement.textContent;") == "Run"


def test_whatever_a_reader_writes(firefox: Any, address: str) -> None:
    """Loops are stopped, floods cut, faults told, other hosts out of reach; and the next run works."""
    firefox.navigate(address + PAGE)
    write(firefox, PLAIN, "while True:\n    print('x' * 99)")
    firefox.execute_script(HELP + "press('Run');", [PLAIN])
    wait(firefox, PLAIN, "Running")
    time.sleep(1)
    firefox.execute_script(HELP + "press('Stop');", [PLAIN])
    assert wait(firefox, PLAIN, "Stopped") == "Stopped"
    for text, word in (
        ("def f(n):\n    return f(n + 1)\nf(0)", "RecursionError"),
        ("x = [0] * 10**9", "MemoryError"),
        ("import torch", "torch is not available"),
        ("input()", "EOFError"),
        ("print(1", "SyntaxError"),
        ("from js import eval\neval('1')", "Error"),
        (
            "from js import XMLHttpRequest as X\nx = X.new()\nx.open('GET', 'http://127.0.0.1:9/', False)\nx.send()",
            "Error",
        ),
    ):
        write(firefox, PLAIN, text)
        status, output = run(firefox, PLAIN)
        assert status == "Error" and word in output and "harness" not in output, (text, status, output)
    write(firefox, PLAIN, "print('again')")
    assert run(firefox, PLAIN)[1] == "again\n"
    assert run(firefox, NUMPY)[0].startswith("Done")
    firefox.execute_script(HELP + "press('Reset');", [PLAIN])
    assert "print('again')" not in firefox.execute_script(HELP + "return code.textContent;", [PLAIN])


def test_a_link_and_an_exercise(firefox: Any, address: str) -> None:
    """A link's code is shown as text and not run; an exercise is checked and solved, and stays solved."""
    hostile = "</code><img src=x onerror='window.hacked = 1'>"
    firefox.navigate("about:blank")
    firefox.navigate(link(address + PAGE, PLAIN, hostile))
    wait(firefox, PLAIN, "This code came with the link")
    assert firefox.execute_script(HELP + "return code.textContent;", [PLAIN]) == hostile
    assert firefox.execute_script("return window.wrappedJSObject.hacked === undefined;")
    firefox.navigate(address + EXERCISE_PAGE)
    wait(firefox, EXERCISE, "")
    assert "1 of 3 checks pass" in run(firefox, EXERCISE, "Check")[0]
    write(firefox, EXERCISE, read(ROOT / EXERCISE).solution)
    assert "Solved" in run(firefox, EXERCISE, "Check")[0]
    firefox.refresh()
    wait(firefox, EXERCISE, "Your edit from before")
    assert firefox.execute_script("return document.querySelectorAll('.exercise.solved').length;") == 1
