"""The audit: its own data hold, and each fault put in on purpose is one message with file, line and mend."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tools import audit
from tools.audit import CLAIMS, ERRATA, VERDICTS, AuditError
from tools.citations import BIB
from tools.snippets import ROOT

ROW = """- n: 1
  part: weights
  claim: "A weight is a number."
  verdict: "true"
  correction: "It is. It is learned, too."
  sources: [{cite: one1999, where: "section 1", seen: "paper text"}]
  runs: [{snippet: part/one, prints: ["w = 1"], shows: "The number."}]
  explained: ["learn/part/page.md#a-part"]
"""
MISTAKE = """- id: lost
  kind: own
  title: "Lost"
  said: "It was lost."
  right: "It was not."
  where: []
  no_run: "Nothing to run."
  test: tests/test_lost.py::test_lost
  explained: ["learn/part/page.md"]
"""
PAGE = """# A page

## A part

```python title="snippets/part/one.py"
--8<-- "part/one.py"
```

!!! warning "Common misreading"

    *"A [weight](../../reference/glossary.md#weight) is a word."* It is not.
    Checked as [claim 1](../../check/claims.md#claim-1).

!!! warning "Common misreading"

    *"Nobody asks."* Here one does.
"""


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Path]:
    """small(claims=…, errata=…, page=…): a project with one claim, one erratum, one page and one snippet."""

    def make(claims: str = ROW, errata: str = MISTAKE, page: str = PAGE) -> Path:
        files = {
            "mkdocs.yml": "nav:\n  - Learn: [{Page: learn/part/page.md}]\n",
            CLAIMS: claims,
            ERRATA: errata,
            "docs/learn/part/page.md": page,
            "snippets/part/one.py": "print('w = 1.5')\n",
            "snippets/part/one.out": "w = 1.5\n",
            "tests/test_lost.py": "def test_lost():\n    pass\n",
        }
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return make


def test_the_sites_own_audit_holds() -> None:
    """46 claims, each with evidence that runs or a stated reason; at least the eight mistakes asked for; no fault."""
    found = audit.claims()
    assert len(found) == 46
    assert all(bool(row["runs"]) != bool(row["no_run"]) for row in found)
    assert {row["verdict"] for row in found} == set(VERDICTS)
    assert {
        "masked-mean",
        "t5-counted-like-bert",
        "gpt2-117m",
        "biases-and-non-linearity",
        "xlnet-shuffles",
        "norm-place",
        "dropout-in-evaluation",
        "t5-scaled",
    } <= {row["id"] for row in audit.errata()}
    assert not list(audit.faults())


def test_words_are_not_the_texts() -> None:
    """Each claim is told in at most 20 words."""
    assert not [row["n"] for row in audit.claims() if len(row["claim"].split()) > 20]


def test_a_small_one(small: Callable[..., Path]) -> None:
    """No fault; the claim's page quotes the whole line that the run printed, and links block, page and box."""
    root = small()
    assert list(audit.faults(root)) == []
    text = "\n".join(audit.write_claims(root))
    assert "w = 1.5" in text and "(/learn/part/page.md#snippet-part-one)" in text
    assert "#claim-1" in text and "(/learn/part/page.md#a-part)" in text
    assert [(box.id, box.claims, box.quotes) for box in audit.boxes(root)] == [
        ("misreading", [1], ["A weight is a word."]),
        ("misreading-2", [], ["Nobody asks."]),
    ]
    assert audit.write_misreadings(root) == ["- [“Nobody asks.”](/learn/part/page.md#misreading-2)", ""]
    assert 'href="#claim-1" data-verdict="true"' in audit.draw(root)[0]


CLAIM_FAULTS = [
    ("n: 1", "n: 2", 1, r"is claim 2 and stands in place 1"),
    ("part: weights", "part: nowhere", 1, r"nowhere is no part of the text"),
    ('verdict: "true"', "verdict: true", 1, r"True is no verdict. Mend: one of true, imprecise"),
    ('verdict: "true"', "verdict: great", 1, r"great is no verdict"),
    ('It is. It is learned, too."', 'It is."', 1, r"its correction has 1 sentences. Mend: write two"),
    ("  runs:", "  no_run: 'x'\n  runs:", 1, r"needs either runs or, where none can show it, no_run"),
    ('  runs: [{snippet: part/one, prints: ["w = 1"], shows: "The number."}]\n', "", 1, r"needs either runs or"),
    ("part/one,", "part/two,", 1, r"no page shows part/two"),
    ('"w = 1"', '"w = 2"', 1, r"“w = 2” is no line that snippets/part/one.out prints"),
    (', shows: "The number."', "", 1, r"a run needs prints \(lines\) and shows"),
    ("page.md#a-part", "page.md#b-part", 1, r"learn/part/page.md has no heading #b-part"),
    ('a-part"]', 'a-part", "gone.md"]', 1, r"explained by gone.md, which does not exist"),
    ("  explained:", "  first: wrong\n  explained:", 1, r"a changed verdict needs first and why"),
    ("  claim:", "  clam:", 1, r"has no claim"),
    ("  explained:", "  colour: red\n  explained:", 1, r"has colour, which is no field"),
    ('claim: "A weight', "claim: 'A weight", 4, r"Mend: correct the line, often its quotes"),
    ('verdict: "true"', "verdict: wrong\n  x: 1", 1, r"has x, which is no field"),
]


@pytest.mark.parametrize(("old", "new", "line", "fault"), CLAIM_FAULTS, ids=[str(n) for n in range(len(CLAIM_FAULTS))])
def test_a_faulty_claim(small: Callable[..., Path], old: str, new: str, line: int, fault: str) -> None:
    """One message, with file, line, fault and mend."""
    assert old in ROW
    found = list(audit.faults(small(claims=ROW.replace(old, new))))
    assert len(found) == 1, found
    where = re.match(rf"{CLAIMS}:(\d+): ", found[0])
    assert where and re.search(fault, found[0]) and "Mend: " in found[0]
    assert int(where[1]) >= line


ERRATUM_FAULTS = [
    ("kind: own", "kind: theirs", r"theirs is no kind of erratum"),
    ("::test_lost", "::test_found", r"its test tests/test_lost.py::test_found does not exist"),
    ("tests/test_lost.py", "tests/test_gone.py", r"its test tests/test_gone.py::test_lost does not exist"),
    ('  no_run: "Nothing to run."\n', "", r"needs either runs or"),
    ("part/page.md", "part/gone.md", r"explained by learn/part/gone.md"),
]


@pytest.mark.parametrize(("old", "new", "fault"), ERRATUM_FAULTS, ids=[fault[2] for fault in ERRATUM_FAULTS])
def test_a_faulty_erratum(small: Callable[..., Path], old: str, new: str, fault: str) -> None:
    """One message, with file, line, fault and mend."""
    found = list(audit.faults(small(errata=MISTAKE.replace(old, new))))
    assert len(found) == 1 and re.match(rf"{ERRATA}:1: {fault}.* Mend: ", found[0]), found


def test_an_erratum_twice(small: Callable[..., Path]) -> None:
    """Two with one id."""
    found = list(audit.faults(small(errata=MISTAKE * 2)))
    assert len(found) == 1 and "lost is there twice" in found[0] and found[0].startswith(f"{ERRATA}:10:")


BOX_FAULTS = [
    ("claim-1)", "claim-9)", ROW, r"docs/learn/part/page.md:9: links 9, which the audit does not have"),
    ("claims.md#claim-1", "errata.md#gone", ROW, r"docs/learn/part/page.md:9: links gone, which the audit does not"),
    ("page", "page", ROW.replace("learn/part/page.md#a-part", "other.md"), r"answers 1 in a box. Mend: add that page"),
    ('*"Nobody asks."*', "Nobody asks.", ROW, r"docs/learn/part/page.md:14: quotes nothing"),
    (
        "[claim 1](../../check/claims.md#claim-1)",
        "nothing",
        ROW.replace('"true"', "misleading"),
        r"claim 1 is misleading, and no Common misreading box answers it",
    ),
]


@pytest.mark.parametrize(("old", "new", "claims", "fault"), BOX_FAULTS, ids=[str(n) for n in range(len(BOX_FAULTS))])
def test_a_faulty_box(small: Callable[..., Path], old: str, new: str, claims: str, fault: str) -> None:
    """Boxes and claims that do not link each other."""
    root = small(claims=claims, page=PAGE.replace(old, new))
    (root / "docs/other.md").write_text("# Other\n", encoding="utf-8")
    found = list(audit.faults(root))
    assert len(found) == 1 and re.search(fault, found[0]) and " Mend: " in found[0], found


def test_seen_here_and_on_trust_there(small: Callable[..., Path]) -> None:
    """A source that a claim says was seen is not on trust in the bibliography."""
    root = small()
    entry = "@misc{one1999, author = {One, A.}, title = {T}, year = {1999}, url = {https://a.b}, opened = {%s}}\n"
    (root / BIB).write_text(entry % "no", encoding="utf-8")
    found = list(audit.faults(root))
    assert len(found) == 1 and f"one1999 was seen here (paper text) and is on trust in {BIB}. Mend:" in found[0]
    (root / BIB).write_text(entry % "abstract", encoding="utf-8")
    assert list(audit.faults(root)) == []


def test_every_box_of_the_site_has_a_link_to_the_audit() -> None:
    """By hand to its claim or erratum, or by the build to the list of the others, where it stands."""
    listed = "\n".join(audit.write_misreadings())
    for box in audit.boxes():
        page = "/" + box.page.relative_to(ROOT / "docs").as_posix()
        assert bool(box.claims or box.errata) != (f"({page}#{box.id})" in listed)


def test_sentences() -> None:
    """Points in numbers, names and abbreviations end no sentence."""
    assert audit._sentences("GPT-2 has 0.5. So do `a.b` and Devlin et al. (2019).") == 2
    assert audit._sentences('He said "yes." It is 1.5 (see table 2.1).') == 2


def test_claims_cite_what_they_should() -> None:
    """Each claim's sources say what was cited, where, and how it was seen."""
    loaded = yaml.safe_load((ROOT / CLAIMS).read_text(encoding="utf-8"))
    for row in loaded:
        for one in row["sources"]:
            assert set(one) == {"cite", "where", "seen"}, row["n"]
            assert re.match(
                r"paper text|abstract|code|repository|model card|documentation|second hand: |on trust: ", one["seen"]
            )


def test_reading_stops_at_the_first_fault(small: Callable[..., Path]) -> None:
    """What writes pages raises instead of writing something wrong."""
    with pytest.raises(AuditError, match="is no verdict"):
        audit.write_claims(small(claims=ROW.replace('"true"', "great")))
