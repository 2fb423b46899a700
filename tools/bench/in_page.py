"""Measure Python in the page, in Chromium and in Firefox; write a table.

Times are those of a reader: from the press of a button to what the status reads, taken by the page's own clock.
"""

import gzip
import json
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.bench import stamp, write
from tools.browse import open_browser, open_page, serve_site
from tools.firefox import open_firefox
from tools.snippets import ROOT

PAGE = "learn/weights/what-is-a-weight/"
NEXT_PAGE = "learn/weights/where-they-are/"
PLAIN = "snippets/weights/neuron_plain.py"
NUMPY = "snippets/weights/neuron_numpy.py"
TIMES = 15  # of which the median is given
SERVED = ROOT / "theme/assets/vendor/python"
COMPRESSED = (".zip",)  # what a server does not compress again

# Press a button of a block and wait for a beginning of its status: the milliseconds between.
PRESS = """(file, name, beginning) => new Promise((done) => {
    const bar = document.querySelector(`.la-bar[aria-label="${file}"]`);
    const status = bar.querySelector("[role=status]");
    status.textContent = "";
    const start = performance.now();
    const look = () => {
        if (!status.textContent.startsWith(beginning)) return;
        watch.disconnect();
        done(performance.now() - start);
    };
    const watch = new MutationObserver(look);
    watch.observe(status, {childList: true, characterData: true, subtree: true});
    [...bar.querySelectorAll("button")].find((one) => one.textContent === name).click();
})"""
WRITE = """(file, text) => new Promise((done) => {
    const code = document.querySelector(`.language-python[data-bar="${file}"] pre > code`);
    code.focus();
    const put = () => {
        if (!code.dataset.edits) return setTimeout(put, 20);
        getSelection().selectAllChildren(code);
        document.execCommand("insertText", false, text);
        done(null);
    };
    put();
})"""
FOLLOW = """(page, file) => new Promise((done) => {
    [...document.querySelectorAll("a")].find((link) => link.href.endsWith(page)).click();
    const there = () => document.querySelector(`.la-bar[aria-label="${file}"] button`);
    const look = () => there() ? done(null) : setTimeout(look, 20);
    look();
})"""
READ = """(file) => document.querySelector(`.la-bar[aria-label="${file}"]`)
    .nextElementSibling.querySelector("[aria-label=Output]").textContent"""
LOOP = """
import time
start = time.perf_counter()
total = 0.0
for step in range(300_000):
    total += step * 0.5 - total / 3
{numpy}
print(time.perf_counter() - start)
"""
LOOPS = {
    "a loop over numbers": LOOP.format(numpy=""),
    "a loop over small arrays": "import numpy as np\n"
    + LOOP.replace("300_000", "1").format(numpy="w = np.ones((4, 4))\nfor step in range(20_000):\n    w = w @ w / 4"),
    "products of matrices": "import numpy as np\n"
    + LOOP.replace("300_000", "1").format(numpy="w = np.ones((200, 200))\nfor step in range(40):\n    w = w @ w / 200"),
}
Call = Callable[..., Any]


def size(path: Path) -> int:
    """Bytes of a file as a server sends it."""
    content = path.read_bytes()
    return len(content) if path.suffix in COMPRESSED else len(gzip.compress(content, 6))


def growth() -> float:
    """Kilobytes, compressed, that every page loads for Python before the first click: two scripts and their styles."""
    css = (ROOT / "theme/assets/site.css").read_text(encoding="utf-8")
    part = css[css.index("/* Code that runs in the page") : css.index("/* Formulas")]
    scripts = [(ROOT / f"theme/assets/python/{name}").read_bytes() for name in ("run.js", "record.js")]
    return sum(len(gzip.compress(one, 6)) for one in (*scripts, part.encode())) / 1000


def times(call: Call) -> dict[str, float]:
    """Milliseconds of what a reader does, in a browser that shows PAGE; `call` runs a function of JavaScript there."""
    found = {"first run, Python loaded": call(PRESS, PLAIN, "Run", "Done")}
    found["first run with NumPy"] = call(PRESS, NUMPY, "Run", "Done")
    found["next run"] = statistics.median(call(PRESS, PLAIN, "Run", "Done") for _ in range(TIMES))
    found["next run with NumPy"] = statistics.median(call(PRESS, NUMPY, "Run", "Done") for _ in range(TIMES))
    call(WRITE, PLAIN, "while True:\n    pass")
    stops, again = [], []
    for _ in range(TIMES):
        call(PRESS, PLAIN, "Run", "Running")
        time.sleep(0.1)
        stops.append(call(PRESS, PLAIN, "Stop", "Stopped"))
    found["Stop of an endless loop"] = statistics.median(stops)
    for _ in range(3):
        call(PRESS, PLAIN, "Run", "Running")
        call(PRESS, PLAIN, "Stop", "Stopped")
        again.append(call(PRESS, NUMPY, "Run", "Done"))
    found["run at once after Stop, NumPy anew"] = statistics.median(again)
    return found


def slower(call: Call) -> dict[str, float]:
    """How many times as long programs take in the page as in this Python, in turn, the best of three each."""
    found = {}
    for name, program in LOOPS.items():
        page, here = [], []
        for _ in range(3):
            call(WRITE, PLAIN, program)
            call(PRESS, PLAIN, "Run", "Done")
            page.append(float(call(READ, PLAIN)))
            done = subprocess.run(
                [sys.executable, "-c", program], capture_output=True, text=True, check=True, encoding="utf-8"
            )
            here.append(float(done.stdout))
        found[name] = min(page) / min(here)
    return found


def measure(call: Call) -> tuple[dict[str, float], dict[str, float]]:
    """Times and ratios in one browser, and last the first run on a page that a link led to."""
    found = times(call)
    ratios = slower(call)
    file = re.findall(r'title="(snippets/[^"]+)"', (ROOT / f"docs/{NEXT_PAGE[:-1]}.md").read_text(encoding="utf-8"))[0]
    call(FOLLOW, NEXT_PAGE, file)
    found["first run on the next page"] = call(PRESS, file, "Run", "Done")
    return found, ratios


def main() -> None:
    """Measure, print and write the table."""
    results = {}
    with serve_site() as address:
        print("Chromium …", flush=True)
        with open_browser() as browser:
            page = open_page(browser, address + PAGE).page
            results[f"Chromium {browser.version.split('.')[0]}"] = measure(
                lambda function, *given: page.evaluate(f"(given) => ({function})(...given)", list(given))
            )
        print("Firefox …", flush=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with open_firefox(port) as firefox:
            firefox.timeout.script = 120
            firefox.navigate(address + PAGE)
            version = firefox.session_capabilities["browserVersion"].split(".")[0]
            results[f"Firefox {version}"] = measure(
                lambda function, *given: firefox.execute_async_script(
                    f"const done = arguments[arguments.length - 1]; Promise.resolve(({function})"
                    "(...[...arguments].slice(0, -1))).then(done);",
                    list(given),
                )
            )
    folder = next(path for path in SERVED.iterdir() if path.is_dir())
    python = [
        folder / name
        for name in ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
    ]
    ours = [
        ROOT / f"theme/assets/python/{name}" for name in ("block.js", "draw.js", "worker.js", "harness.py", "expect.py")
    ]
    out = [
        "What a reader loads, compressed as a server sends it:",
        "",
        "| when | loaded |",
        "|---|---:|",
        f"| every page, before the first click | {growth():.1f} KB more than without; nothing of Python |",
        f"| first Run | {sum(map(size, python + ours)) / 1e6:.2f} MB |",
        f"| first Run with NumPy | {size(folder / 'numpy.zip') / 1e6:.2f} MB more |",
        "",
        "How long it takes, from the press of a button to what the status reads, served by the same machine; "
        f"medians of {TIMES} where it can be repeated:",
        "",
        "| what | " + " | ".join(results) + " |",
        "|---|" + "---:|" * len(results),
    ]
    columns = list(results.values())
    for name in columns[0][0]:
        values = [found[name] for found, _ in columns]
        out.append(
            f"| {name} | "
            + " | ".join(f"{v:.0f}&nbsp;ms" if v < 1000 else f"{v / 1000:.1f}&nbsp;s" for v in values)
            + " |"
        )
    for name in columns[0][1]:
        out.append(
            f"| {name}, against CPython | " + " | ".join(f"{ratios[name]:.1f}&nbsp;×" for _, ratios in columns) + " |"
        )
    manifest = json.loads((SERVED / "manifest.json").read_text(encoding="utf-8"))
    inside = f"In the page: Pyodide {manifest['pyodide']}, NumPy {manifest['numpy']}."
    write("in_page", [*out, "", f"{stamp()} {inside}"])
