"""The audit: a Python-Markdown extension that writes claims and errata, each with the run that shows it, into pages.

[ANSWER]         the counts in a sentence
[CLAIMS]         every claim of docs/_data/claims.yaml, with a filter by verdict
[CHANGED]        the claims whose verdict changed from the first reading to the second, and why
[VERDICTS]       the figure: all claims in the order of the text, each a link
[ERRATA]         every mistake of docs/_data/errata.yaml
[MISREADINGS]    every Common misreading box of the site that answers no claim or erratum

Each data file says in its first lines what its fields mean. What a run printed is copied from the file that it
wrote, so it cannot be out of date: a line that is no longer there stops the build. A Common misreading box gets an
address of its own (#misreading), and one that links no claim or erratum gets a link to the list of such boxes.
"""

import html
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import yaml
from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from tools.citations import BIB, CitationError, sources
from tools.labs.execute import result
from tools.labs.source import read as read_lab
from tools.pages import address, anchor, headings, in_order, lines_of, section_at, shown, title_of
from tools.snippets import ROOT

log = logging.getLogger("mkdocs.audit")

AT = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"  # between a page and its section
# Each verdict and what it means, from best to worst, and last what nobody outside can tell.
VERDICTS = {
    "true": "right as it stands",
    "imprecise": "right in its core; a detail, a condition or a term is off",
    "misleading": "likely to leave its reader with a false belief",
    "wrong": "false as it stands",
    "cannot be known": "nobody outside can check it",
}
# The parts of the audited text, in its order.
PARTS = {
    "introduction": "The introduction",
    "weights": "What weights are",
    "biases": "What biases are",
    "training": "How both are trained",
    "attention": "What attention does",
    "summary": "The summary",
    "models": "Models that use them",
    "conclusion": "The conclusion",
}
KINDS = {
    "material": "In teaching material",
    "reference": "In papers and libraries",
    "sentence": "Sentences that are passed on",
    "own": "Our own",
}
CLAIMS, ERRATA = "docs/_data/claims.yaml", "docs/_data/errata.yaml"
NEEDED = {
    CLAIMS: ("n", "part", "claim", "verdict", "correction", "sources", "explained"),
    ERRATA: ("id", "kind", "title", "said", "right", "where", "test", "explained"),
}
ALLOWED = {
    CLAIMS: {*NEEDED[CLAIMS], "runs", "no_run", "first", "why"},
    ERRATA: {*NEEDED[ERRATA], "runs", "no_run", "now"},
}
TRUSTED = ("second hand", "on trust")  # how `seen` begins where a source was not opened
BOX = re.compile(r'^(?P<indent> *)!!! warning "Common misreading"$')
CHECKED = re.compile(r"check/(?:claims\.md#claim-(?P<claim>\d+)|errata\.md#(?P<erratum>[\w-]+))")


class AuditError(Exception):
    """What is wrong with the data of the audit, as one message: file, line, fault, mend."""


@dataclass
class Row:
    """One claim or erratum: its fields, and where it stands."""

    file: str
    line: int
    fields: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.fields.get(name)

    def error(self, fault: str) -> AuditError:
        """A fault of this row as one message."""
        return AuditError(f"{self.file}:{self.line}: {fault}")


@dataclass
class Box:
    """A Common misreading box: its page, the line at which it begins, its id there, what it quotes, what it links."""

    page: Path
    line: int
    id: str
    quotes: list[str]
    claims: list[int] = field(default_factory=list)
    errata: list[str] = field(default_factory=list)


class _Lines(yaml.SafeLoader):  # type: ignore[misc]  # yaml has no types here
    """Keeps the line of each mapping, as its field `line of it`."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        return super().construct_mapping(node, deep) | {"line of it": node.start_mark.line + 1}  # type: ignore[no-any-return]


def rows(file: str, root: Path = ROOT) -> list[Row]:
    """The rows of a data file. Raises AuditError for YAML that cannot be read, and fields missing or unknown."""
    path = root / file
    return list(_rows(root, file, path.stat().st_mtime_ns)) if path.exists() else []


@lru_cache(8)
def _rows(root: Path, file: str, changed: int) -> tuple[Row, ...]:
    """What `rows` returns, remembered until the file changes."""
    try:
        loaded = yaml.load((root / file).read_text(encoding="utf-8"), Loader=_Lines) or []
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        why = getattr(error, "problem", None) or "not YAML"
        raise AuditError(f"{file}:{line}: {why}. Mend: correct the line, often its quotes or its indent.") from None
    found = []
    for one in loaded:
        row = Row(file, one.pop("line of it"), one)
        for name in NEEDED[file]:
            if name not in one:
                raise row.error(f"has no {name}. Mend: add it; the first lines of the file say what it means.")
        if unknown := sorted(set(one) - ALLOWED[file]):
            raise row.error(f"has {unknown[0]}, which is no field. Mend: correct its name, or delete it.")
        found.append(row)
    return tuple(found)


# ---------------------------------------------------------------- evidence: what ran, and what it printed


def _printed(lines: Iterable[str], prints: list[str], row: Row, source: str) -> list[str]:
    """The lines that begin as `prints` says, spaces included, in the order of `prints`."""
    lines = list(lines)
    found = []
    for start in prints:
        match = next((line for line in lines if line.startswith(start)), None)
        if match is None:
            raise row.error(f"“{start}” is no line that {source} prints. Mend: copy the beginning of one.")
        found.append(match.rstrip())
    return found


def evidence(run: dict[str, Any], row: Row, root: Path = ROOT) -> tuple[list[str], str, str, bool]:
    """What a run printed, the address of its block or section, the file that holds it, and whether it is a table.

    The lines are empty for a lab that was not run. Raises AuditError for a run or a line that does not exist.
    """
    prints = run.get("prints") or []
    if not prints or not run.get("shows"):
        raise row.error("a run needs prints (lines) and shows (a sentence). Mend: add them.")
    try:
        if name := run.get("snippet"):
            page, _ = shown(f"{name}.py", root)
            output = (root / f"snippets/{name}.out").read_text(encoding="utf-8").splitlines()
            where = f"{address(page, root)}#{anchor(name)}"
            return _printed(output, prints, row, f"snippets/{name}.out"), where, f"snippets/{name}.py", False
        if name := run.get("table"):
            file = f"docs/_generated/{name}.md"
            page, line = shown(file, root)
            table = (root / file).read_text(encoding="utf-8").splitlines()
            lines = _printed(table, prints, row, file)
            start = table.index(lines[0])
            while not re.match(r"\| *:?-", table[start]):
                start -= 1
            return table[start - 1 : start + 1] + lines, f"{address(page, root)}#{section_at(page, line)}", file, True
        return _lab(run, prints, row, root)
    except (KeyError, FileNotFoundError):
        what = run.get("snippet") or run.get("table") or run.get("lab")
        raise row.error(f"no page shows {what}, which it names as its run. Mend: correct the name.") from None


def _lab(run: dict[str, Any], prints: list[str], row: Row, root: Path) -> tuple[list[str], str, str, bool]:
    """The evidence of a lab: lines that its cells printed, and the section in which the first of them did."""
    lab = read_lab(root / f"docs/labs/{run['lab']}.py")
    book = result(lab)
    if book is None:
        return [], address(lab.path, root), lab.file, False
    outputs = [
        (cell.start, line)
        for cell, ran in zip(lab.code, book.cells, strict=True)
        for output in ran.outputs
        if output.output_type == "stream"
        for line in output.text.splitlines()
    ]
    lines = _printed([line for _, line in outputs], prints, row, lab.file)
    start = next(start for start, line in outputs if line.rstrip() == lines[0])
    return lines, f"{address(lab.path, root)}#{section_at(lab.path, start)}", lab.file, False


def _ran(row: Row, root: Path) -> list[str]:
    """The runs of a row as Markdown, or why there is none."""
    out: list[str] = []
    for run in row["runs"] or []:
        lines, where, file, table = evidence(run, row, root)
        if table:
            out += [*lines, ""]
        elif lines:
            out += ["``` { .text .no-copy }", *lines, "```", ""]
        out += [f"{run['shows']} {'In' if table else 'Printed by'} [`{file}`]({where}).", "{ .shows }", ""]
    return out if row["runs"] else [f"**No run shows this.** {row['no_run']}", ""]


def _sources(rows: list[dict[str, Any]]) -> str:
    """Citations with their places, as one line of Markdown."""
    parts = [f"[@{one['cite']}]" + (f", {one['where']}" if one.get("where") else "") for one in rows]
    return f"**Source{'s' * (len(parts) > 1)}:** " + "; ".join(parts) + "."


def _explained(row: Row, root: Path) -> str:
    """Links to the sections that explain a row, by their titles."""
    links = []
    for target in row["explained"]:
        file, _, place = target.partition("#")
        page = root / "docs" / file
        if not page.exists():
            raise row.error(f"explained by {file}, which does not exist. Mend: correct the address.")
        words = {one: text for _, text, one in headings(lines_of(page))}
        if place and place not in words:
            raise row.error(f"{file} has no heading #{place}. Mend: name a heading's id.")
        title = title_of(page)
        links.append(f"[{f'{title} {AT} {words[place]}' if place else title}](/{target})")
    return "**Explained:** " + "; ".join(links) + "."


# ---------------------------------------------------------------- claims


def claims(root: Path = ROOT) -> list[Row]:
    """The claims, checked. Raises AuditError for the first fault."""
    found = rows(CLAIMS, root)
    for number, row in enumerate(found, 1):
        if row["n"] != number:
            raise row.error(f"is claim {row['n']} and stands in place {number}. Mend: number them from 1 on.")
        if row["verdict"] not in VERDICTS:
            raise row.error(f"{row['verdict']} is no verdict. Mend: one of {', '.join(VERDICTS)}.")
        if row["part"] not in PARTS:
            raise row.error(f"{row['part']} is no part of the text. Mend: one of {', '.join(PARTS)}.")
        if bool(row["runs"]) == bool(row["no_run"]):
            raise row.error("needs either runs or, where none can show it, no_run. Mend: give one of them.")
        if not row["sources"] and not row["runs"]:
            raise row.error("has neither a source nor a run. Mend: add one.")
        if (count := _sentences(row["correction"])) != 2:
            raise row.error(f"its correction has {count} sentences. Mend: write two.")
        if ("first" in row.fields) != ("why" in row.fields):
            raise row.error("a changed verdict needs first and why. Mend: add the other.")
    return found


def _sentences(text: str) -> int:
    """How many sentences a text has."""
    return len(
        re.findall(r"[.!?](?=[\"”’)*]*(?:\s+[A-Z`*\"“$(\[]|\s*$))", re.sub(r"\b(?:et al|e\.g|i\.e|vs)\.", "", text))
    )


def _claim(row: Row, root: Path) -> list[str]:
    """One claim as Markdown."""
    lines = [
        f'<div class="claim" data-verdict="{row["verdict"]}" markdown="1">',
        "",
        f'### {row["n"]}. {row["claim"].rstrip(".")} <span class="verdict">{row["verdict"]}</span> '
        f'{{ #claim-{row["n"]} data-toc-label="{row["n"]}: {row["verdict"]}" }}',
        "",
        row["correction"],
        "",
        *_ran(row, root),
        (_sources(row["sources"]) + " " if row["sources"] else "") + _explained(row, root),
        "{ .where }",
        "",
    ]
    if row["first"]:
        lines += [f"First judged {row['first']}; see [why it changed](#changed-verdicts).", "{ .where }", ""]
    return [*lines, "</div>", ""]


def _filter(counts: Counter[str]) -> list[str]:
    """A choice of verdicts, as HTML; style sheets do the filtering, so it needs no script."""
    labels = [f'<label><input type="radio" name="verdict" value="all" checked> All <b>{counts.total()}</b></label>']
    labels += [
        f'<label><input type="radio" name="verdict" value="{verdict}"> <i data-verdict="{verdict}"></i> '
        f"{verdict.capitalize()} <b>{counts[verdict]}</b></label>"
        for verdict in VERDICTS
    ]
    return ['<fieldset class="verdicts"><legend>Show</legend>', *labels, "</fieldset>", ""]


def write_claims(root: Path = ROOT) -> list[str]:
    """All claims as Markdown, under a heading for each part of the text."""
    found = claims(root)
    lines = _filter(Counter(row["verdict"] for row in found))
    for part, title in PARTS.items():
        members = [row for row in found if row["part"] == part]
        if members:
            lines += ['<div class="part" markdown="1">', "", f"## {title}", ""]
            lines += [line for row in members for line in _claim(row, root)]
            lines += ["</div>", ""]
    return lines


WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _number(count: int) -> str:
    """A number as English prose writes it: small ones as words."""
    return WORDS[count] if count < len(WORDS) else str(count)


def write_answer(root: Path = ROOT) -> list[str]:
    """How many claims got which verdict, how many have a run, and how the sources were read: three sentences."""
    found = claims(root)
    counts = Counter(row["verdict"] for row in found)
    told = [f"{_number(counts[verdict])} {verdict}" for verdict in ("imprecise", "misleading", "wrong")]
    ran = sum(bool(row["runs"]) for row in found)
    cited = [one for row in found for one in row["sources"]]
    trusted = [one for one in cited if one["seen"].startswith(TRUSTED)]
    return [
        f"In part. Of the {len(found)} claims of one such text, {counts['true']} are true as they stand, "
        f"{told[0]}, {told[1]} and {told[2]}; {_number(counts['cannot be known'])} cannot be known. "
        f"{'All' if ran == len(found) else ran} have a run that shows it, and of their {len(cited)} citations "
        f"{len(cited) - len(trusted)} were opened, "
        f"{_number(len(trusted))} taken at second hand.",
        "",
    ]


def write_changed(root: Path = ROOT) -> list[str]:
    """The claims whose verdict changed, as a list."""
    return [
        f"- [{row['n']}](#claim-{row['n']}), {row['first']}, now {row['verdict']}: {row['why']}"
        for row in claims(root)
        if row["first"]
    ] + [""]


SIDE, GAP, ROW = 30, 4, 62  # of the figure's squares and rows, in its own units


def draw(root: Path = ROOT) -> list[str]:
    """The figure: a square for each claim, in rows by part of the text, each a link to the claim."""
    found = claims(root)
    counts = Counter(row["verdict"] for row in found)
    parts = [
        (title, members) for part, title in PARTS.items() if (members := [row for row in found if row["part"] == part])
    ]
    width = max(len(members) for _, members in parts) * (SIDE + GAP)
    out = []
    for number, (title, members) in enumerate(parts):
        y = number * ROW
        out.append(f'<text x="0" y="{y + 13}">{title}</text>')
        for place, row in enumerate(members):
            x, n, verdict = place * (SIDE + GAP), row["n"], row["verdict"]
            said = html.escape(f"Claim {n}, {verdict}: {row['claim']}")
            shape = f'<rect x="{x + 1}" y="{y + 20}" width="{SIDE}" height="{SIDE}" rx="4"/>'
            if verdict == "misleading":  # a corner, so that its grey is not all that tells it
                shape += f'<path d="M{x + 1} {y + 20 + SIDE}v-{SIDE}h{SIDE}z"/>'
            out.append(
                f'<a href="#claim-{n}" data-verdict="{verdict}"><title>{said}</title>{shape}'
                f'<text x="{x + 1 + SIDE / 2:g}" y="{y + 20 + SIDE / 2 + 4.5:g}">{n}</text></a>'
            )
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])
    says = f"The {len(found)} claims in the order of the text: {told}."
    keys = "".join(
        f'<li><i data-verdict="{verdict}"></i> <b>{verdict}</b> ({counts[verdict]}): {means}</li>'
        for verdict, means in VERDICTS.items()
    )
    return [
        f'<figure class="audit"><svg viewBox="0 0 {width} {len(parts) * ROW}" role="group" aria-label="{says}">'
        f"{''.join(out)}</svg><figcaption>{says} Each square leads to its claim.<ul>{keys}</ul></figcaption></figure>",
        "",
    ]


# ---------------------------------------------------------------- errata


def errata(root: Path = ROOT) -> list[Row]:
    """The errata, checked. Raises AuditError for the first fault."""
    found = rows(ERRATA, root)
    seen: set[str] = set()
    for row in found:
        if row["kind"] not in KINDS:
            raise row.error(f"{row['kind']} is no kind of erratum. Mend: one of {', '.join(KINDS)}.")
        if row["id"] in seen:
            raise row.error(f"{row['id']} is there twice. Mend: give one another id.")
        seen.add(row["id"])
        if bool(row["runs"]) == bool(row["no_run"]):
            raise row.error("needs either runs or, where none can show it, no_run. Mend: give one of them.")
        file, _, test = row["test"].partition("::")
        if not (root / file).is_file() or f"def {test}(" not in (root / file).read_text(encoding="utf-8"):
            raise row.error(f"its test {row['test']} does not exist. Mend: name a test that fails on the mistake.")
    return found


def write_errata(root: Path = ROOT) -> list[str]:
    """All errata as Markdown, by where they were met."""
    found = errata(root)
    lines: list[str] = []
    for kind, title in KINDS.items():
        members = [row for row in found if row["kind"] == kind]
        lines += [f"## {title}", ""] if members else []
        for row in members:
            lines += [f"### {row['title']} {{ #{row['id']} }}", "", f"**Said or done.** {row['said']}", ""]
            lines += [f"**Right.** {row['right']}", "", *_ran(row, root)]
            lines += [f"**Now.** {row['now']}", ""] if row["now"] else []
            tail = [_sources(row["where"])] if row["where"] else []
            tail += [f"**Fails on the mistake:** `{row['test']}`.", _explained(row, root)]
            lines += [" ".join(tail), "{ .where }", ""]
    return lines


# ---------------------------------------------------------------- Common misreading boxes


def boxes(root: Path = ROOT) -> list[Box]:
    """Every Common misreading box, in reading order."""
    found = []
    for page in in_order(root):
        lines, count = lines_of(page), 0
        for number, line in enumerate(lines):
            if not (match := BOX.match(line)):
                continue
            inside = []
            for row in lines[number + 1 :]:
                if row.strip() and not row.startswith(match["indent"] + "    "):
                    break
                inside.append(row.strip())
            text = "\n".join(inside)
            count += 1
            quoted = re.findall(r"(?:^(?:- )?|\n(?:- )?)(?:\*[\"“](.+?)[\"”]\*|[\"“](.+?)[\"”])", text)
            quotes = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", a or b) for a, b in quoted]
            box = Box(page, number + 1, "misreading" + (f"-{count}" if count > 1 else ""), quotes)
            for link in CHECKED.finditer(text):
                box.claims += [int(link["claim"])] if link["claim"] else []
                box.errata += [link["erratum"]] if link["erratum"] else []
            found.append(box)
    return found


def write_misreadings(root: Path = ROOT) -> list[str]:
    """The boxes that answer no claim or erratum, as a list of links."""
    return [
        f"- [{'; '.join(f'“{quote}”' for quote in box.quotes)}]({address(box.page, root)}#{box.id})"
        for box in boxes(root)
        if not box.claims and not box.errata
    ] + [""]


def faults(root: Path = ROOT) -> Iterator[str]:
    """Every fault of the audit's data and of what links it, as "file:line: fault. Mend: …"."""
    try:
        found, mistakes = claims(root), errata(root)
    except AuditError as error:
        yield str(error)
        return
    for row in (*found, *mistakes):
        try:
            _ran(row, root)
            _explained(row, root)
        except AuditError as error:
            yield str(error)
    try:
        unread = {key for key, one in sources(root).items() if one.opened == "no"}
    except CitationError:  # which citations.faults tells
        unread = set()
    for row in found:
        for one in row["sources"]:
            if one["cite"] in unread and not one["seen"].startswith(TRUSTED):
                yield (
                    f"{row.file}:{row.line}: {one['cite']} was seen here ({one['seen']}) and is on trust in {BIB}. "
                    "Mend: let both say the same."
                )
    known = {row["n"]: row for row in found} | {row["id"]: row for row in mistakes}
    linked: set[int] = set()
    for box in boxes(root):
        file, page = box.page.relative_to(root).as_posix(), box.page.relative_to(root / "docs").as_posix()
        if not box.quotes:
            yield f'{file}:{box.line}: quotes nothing. Mend: begin the box with what is misread, as *"…"*.'
        for name in (*box.claims, *box.errata):
            if name not in known:
                yield f"{file}:{box.line}: links {name}, which the audit does not have. Mend: correct the link."
            elif page not in [target.partition("#")[0] for target in known[name]["explained"]]:
                row = known[name]
                yield f"{row.file}:{row.line}: {file} answers {name} in a box. Mend: add that page to explained."
        linked |= set(box.claims)
    for row in found:
        if row["verdict"] in ("misleading", "wrong") and row["n"] not in linked:
            yield (
                f"{row.file}:{row.line}: claim {row['n']} is {row['verdict']}, and no Common misreading box answers "
                "it. Mend: link it from one on a page that explains it."
            )


# ---------------------------------------------------------------- the extension

MARKS = {
    "[ANSWER]": write_answer,
    "[CLAIMS]": write_claims,
    "[CHANGED]": write_changed,
    "[VERDICTS]": draw,
    "[ERRATA]": write_errata,
    "[MISREADINGS]": write_misreadings,
}


class _Marks(Preprocessor):
    """Replace the marks."""

    def run(self, lines: list[str]) -> list[str]:
        out: list[str] = []
        for line in lines:
            try:
                out += MARKS[line.strip()]() if line.strip() in MARKS else [line]
            except AuditError as error:
                log.warning("%s", error)  # which fails a strict build
        return out


class _Boxes(Treeprocessor):
    """Give each Common misreading box an address, and a link to the others where it links no claim or erratum."""

    def run(self, root: Element) -> None:
        count = 0
        for box in root.iter("div"):
            title = box.find("p")
            if "admonition" not in box.get("class", "") or title is None or title.text != "Common misreading":
                continue
            count += 1
            box.set("id", "misreading" + (f"-{count}" if count > 1 else ""))
            if any(CHECKED.search(link.get("href", "")) for link in box.iter("a")):
                continue
            more = SubElement(box, "p", {"class": "where"})
            SubElement(more, "a", {"href": "/check/claims.md#other-misreadings"}).text = "Other misreadings"


class AuditExtension(Extension):
    """Run before includes are read and, for the boxes, before addresses are looked up."""

    def extendMarkdown(self, md: Markdown) -> None:  # the name is Python-Markdown's
        """Register the processors."""
        md.preprocessors.register(_Marks(md), "audit", 34)
        md.treeprocessors.register(_Boxes(md), "misreadings", 6)


def makeExtension(**options: object) -> AuditExtension:  # the name is Python-Markdown's
    """The entry point that Python-Markdown looks for."""
    return AuditExtension(**options)
