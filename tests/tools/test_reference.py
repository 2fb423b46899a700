"""The reference: the glossary leads both ways, every snippet is indexed, promises name tests that exist."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import Markdown

from tools import record, reference
from tools.audit import _sentences
from tools.pages import in_order, lines_of
from tools.reference import ENTRY, GLOSSARY, FaultyData, fill, uses, write_glossary
from tools.snippets import ROOT, find


def entries() -> dict[str, str]:
    """Each term's id -> what the glossary says of it."""
    found: dict[str, str] = {}
    term = ""
    for line in lines_of(ROOT / GLOSSARY):
        if entry := ENTRY.match(line):
            term = entry["id"]
            found[term] = ""
        elif term:
            found[term] += f"{line} "
    return found


def test_terms_are_one_or_two_sentences() -> None:
    """Each entry, without exception."""
    assert {term: count for term, text in entries().items() if (count := _sentences(text.strip())) not in (1, 2)} == {}


def test_links_both_ways() -> None:
    """Each term is used on a page, each link to the glossary meets a term, and the entry names each such page."""
    known, found = entries(), uses()
    assert set(found) == set(known)
    text = "\n".join(write_glossary(lines_of(ROOT / GLOSSARY)))
    for term, pages in found.items():
        for page in pages:
            assert f"(/{page.relative_to(ROOT / 'docs').as_posix()}#term-{term})" in text
    assert "[GLOSSARY]" not in text and f"{len(known)} terms, linked from" in text


def test_every_snippet_is_in_the_index() -> None:
    """With its block, its files and a test that compares it with something else; each folder has a title."""
    text = "\n".join(reference.write_snippets())
    for path in find():
        stem = f"{path.parent.name}/{path.stem}"
        assert text.count(f"#{'snippet-' + stem.replace('/', '-')})") == 1, stem
        assert f"(/snippets/{stem}.py)" in text
    assert not re.search(r"^## [a-z]", text, re.M)
    concepts = text.count('<details class="uses"')
    assert concepts == len(re.findall(r"Checked by \d+ test", text)) == len(re.findall(r"^\*\*", text, re.M))
    assert "Checked by 0" not in text


def test_a_changed_snippet_is_not_verified(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The date stands only where file and output are those of the last full run."""
    last = {"date": "2026-01-02", "versions": {"Python": "3"}, "facts": {}, "tests": {}, "snippets": {}}
    for path in find():
        last["snippets"][f"{path.parent.name}/{path.stem}"] = record.fingerprint(path)  # type: ignore[index]
    last["snippets"]["weights/neuron_numpy"] = "another"  # type: ignore[index]
    (tmp_path / "run.json").write_text(json.dumps(last), encoding="utf-8")
    monkeypatch.setattr(record, "RECORD", tmp_path / "run.json")
    text = "\n".join(reference.write_snippets())
    assert text.count("Not verified since its last change.") == 1
    assert re.search(r"\*\*neuron\.\*\*.*Not verified", text)
    assert text.count("Verified on 2026-01-02.") == text.count('<details class="uses"') - 1


@pytest.fixture
def promised(tmp_path: Path) -> Callable[[str], Path]:
    """promised(tests): a project with one promise that names these tests."""

    def make(tests: str) -> Path:
        path = tmp_path / reference.PROMISES
        path.parent.mkdir(parents=True)
        path.write_text(
            f'promises:\n  - promise: "It holds"\n    how: "It does."\n    tests: [{tests}]\n'
            '    figure: "{one} of {two}"\nfigures: []\n',
            encoding="utf-8",
        )
        (tmp_path / "tests").mkdir()
        (tmp_path / "tests/test_it.py").touch()
        return tmp_path

    return make


def test_promises(promised: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its figure is that of the last run, with the tests of its files; without one it says so."""
    root = promised("tests/test_it.py")
    last = {
        "date": "",
        "versions": {},
        "facts": {"one": 1, "two": 2000},
        "tests": {"tests/test_it.py": 3, "tests/x.py": 9},
    }
    (tmp_path / "run.json").write_text(json.dumps(last), encoding="utf-8")
    monkeypatch.setattr(record, "RECORD", tmp_path / "run.json")
    text = "\n".join(reference.write_promises(root))
    assert "### It holds" in text and "**1 of 2,000; 3 tests passed.** It does." in text
    assert fill("{three}", {"one": 1}) == "Not counted in the last full run"
    monkeypatch.setattr(record, "RECORD", tmp_path / "none.json")
    assert record.read_record()["snippets"] == {}


def test_a_promise_without_a_test(promised: Callable[[str], Path]) -> None:
    """One message: file, line, fault, mend."""
    root = promised("tests/test_gone.py")
    with pytest.raises(FaultyData, match=rf"^{reference.PROMISES}:4: tests/test_gone.py does not exist. Mend: name"):
        reference.write_promises(root)


def test_every_test_keeps_a_promise() -> None:
    """Each file of tests is named by a promise, or stands in a folder that one names."""
    named = [test for row in reference.promises()["promises"] for test in row["tests"]]
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")]
    assert [file for file in files if not any(file.startswith(test) for test in named)] == []


def test_the_readme_promises_the_same() -> None:
    """Each promise of the README is one of the site's, by name."""
    rows = re.findall(r"^\| ([A-Z][^|]+) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert len(rows) > 5
    assert set(rows) <= {row["promise"] for row in reference.promises()["promises"]}


def test_places_to_link_to() -> None:
    """The first link to a term and the block of a snippet get ids; sections that are zooms do not."""
    page = """[Weights](../reference/glossary.md#weight), again [weights](../reference/glossary.md#weight).

```python title="snippets/weights/neuron_plain.py"
x = 1
```

``` { .python .no-copy title="snippets/weights/neuron_plain.py" }
x = 1
```
"""
    extensions = ["tools.reference", "pymdownx.highlight", "pymdownx.superfences", "attr_list"]
    html = Markdown(extensions=extensions).convert(page)
    assert html.count('id="term-weight"') == 1
    assert html.count('id="snippet-weights-neuron_plain"') == 1
    assert html.index("snippet-weights") < html.index("no-copy")


def test_pages_are_in_the_order_of_the_menu() -> None:
    """The first is the home page, and none is there twice."""
    found = in_order()
    assert found[0] == ROOT / "docs/index.md" and len(set(found)) == len(found)
