"""Check the sources of the site: what a page includes, what a snippet is, what a picture says.

python -m tools.check        print every fault as one line (file, line, fault, mend); exit 1 if there is any
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools import audit, citations, exercises
from tools.pages import lines_of, pages
from tools.reading import MARK, expand, minutes
from tools.reference import ENTRY, GLOSSARY
from tools.snippets import ROOT, find, imports, tier_of

LINES, MODEL_LINES = 40, 90  # how long a snippet, and a whole model, may be
# The snippets that are a whole model, beside those in snippets/models/.
WHOLE_MODELS = {
    "backprop/block_by_hand.py",
    "backprop/network_plain.py",
    "block/encoder_layer.py",
    "block/remove_parts.py",
    "training/tiny_gpt.py",
}
# Programs of several processes, which also hold the lines that start them.
PROGRAM_LINES = 60
PROGRAMS = {"parallel/data_parallel.py", "parallel/sharded.py", "parallel/tensor_parallel.py"}
ALLOWED = set(sys.stdlib_module_names) | {"numpy", "torch"}

SHORTEST, LONGEST = 5, 18  # minutes that one page of the learning path may take to read
# Names of models, formats and things that a Python user knows: abbreviations that the glossary need not explain.
KNOWN = frozenset(
    """
    ACL AI API ASCII BERT BLEU BLOOM CI CPU CUDA ELECTRA EMNLP FLAN FLUX GB GGUF GLUE GPT GPU HTML ICLR ICML ID IEEE
    JMLR JSON KB LLM MB MIT NAACL NAND NLP OK ONNX OR RAM TACL TB TPU URL UTF
    """.split()  # noqa: SIM905 (a list of quoted words is no easier to read)
)

FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,}|~{3,})\s*(?P<info>.*)$")
INCLUDE = re.compile(r'^ *--8<-- "(?P<path>[^":]+)(?::(?P<section>[\w-]+))?"$')
SECTION = re.compile(r"^\s*#\s*--8<-- \[(start|end): *([\w-]+) *\]")
IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<src>[^)\s]+)")
TAG = re.compile(r"<(img|svg)\b(?P<rest>[^>]*)>", re.IGNORECASE)
FILE_NAME = re.compile(r"^\S+\.(png|jpe?g|svg|webp|gif)$", re.IGNORECASE)


def included(root: Path, path: str) -> Path | None:
    """The file that `--8<-- "path"` includes: under snippets/ first, then under the project's root."""
    return next((p for p in (root / "snippets" / path, root / path) if p.is_file()), None)


def fences(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Each fenced block: line number of its opening, what follows the ticks, the lines inside."""
    opened: tuple[int, re.Match[str]] | None = None
    for number, line in enumerate(lines, 1):
        match = FENCE.match(line)
        if opened is None and match:
            opened = number, match
        elif opened and match and match["ticks"].startswith(opened[1]["ticks"]) and not match["info"]:
            yield opened[0], opened[1]["info"], lines[opened[0] : number - 1]
            opened = None
    if opened:
        yield opened[0], "unclosed", []


def check_page(root: Path, page: Path) -> Iterator[tuple[int, str]]:
    """Faults of one page: (line, "fault. Mend: …")."""
    lines = lines_of(page)
    blocks = list(fences(lines))
    for index, (number, info, body) in enumerate(blocks):
        if info == "unclosed":
            yield number, "this fence is never closed. Mend: add the closing ticks."
        if not re.match(r"\{?\s*\.?python\b", info):
            continue
        match = INCLUDE.match(body[0]) if len(body) == 1 else None
        if not match or not match["path"].endswith(".py"):
            yield (
                number,
                "a python fence must include exactly one file, so that it is tested. "
                'Mend: put the code into snippets/ and write --8<-- "chapter/concept.py" here.',
            )
            continue
        path = match["path"]
        if match["section"]:
            whole = f'--8<-- "{path}"'
            if "no-copy" not in info or not any(whole in line for line in lines):
                yield (
                    number,
                    f"a section of {path} may only be a zoom. "
                    "Mend: show the whole file on this page, and mark this block { .python .no-copy }.",
                )
            continue
        if f'title="snippets/{path}"' not in info:
            yield number, f'the title must name the file. Mend: title="snippets/{path}".'
        golden = f'--8<-- "{path.removesuffix(".py")}.out"'
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if not following or not any(golden in line for line in following[2]):
            yield number, f"the output of {path} must follow its code. Mend: add a text fence with {golden}."
    for number, line in enumerate(lines, 1):
        if (match := INCLUDE.match(line)) and included(root, match["path"]) is None:
            yield number, f"includes {match['path']}, which does not exist. Mend: correct the path or add the file."
        elif match and match["section"]:
            source = (included(root, match["path"]) or page).read_text(encoding="utf-8")
            if not re.search(rf"--8<-- \[start: *{match['section']} *\]", source):
                yield number, f"{match['path']} has no section {match['section']}. Mend: correct the name."
        for test in re.findall(r"`(tests/[\w/]+\.\w+)", line):
            if not (root / test).is_file():
                yield number, f"{test} does not exist. Mend: name the test that checks this page."
        for image in IMAGE.finditer(line):
            if not image["alt"].strip() or FILE_NAME.match(image["alt"].strip()):
                yield number, f"the picture {image['src']} has no alternative text. Mend: say what it shows: ![…](…)."
        for tag in TAG.finditer(line):
            if not re.search(r'\b(alt|aria-label)="[^"]*\w', tag["rest"]) and "aria-hidden" not in tag["rest"]:
                yield number, f'<{tag[1]}> has no alternative text. Mend: add alt="…" (img) or aria-label="…" (svg).'


def terms(root: Path) -> dict[str, str]:
    """Each way to write a term of the glossary, in lower case -> the term's id.

    An entry's title gives one, with what stands in brackets another, `data-also="…, …"` more. A title with the class
    .everyday is also a word of everyday English, which no page needs to link.
    """
    found: dict[str, str] = {}
    glossary = root / GLOSSARY
    for line in glossary.read_text(encoding="utf-8").splitlines() if glossary.exists() else []:
        if not (entry := ENTRY.match(line)):
            continue
        title, _, brackets = entry["title"].partition("(")
        also = re.search(r'data-also="([^"]*)"', entry["rest"])
        names = [] if ".everyday" in entry["rest"] else [title, brackets.rstrip(") ")]
        for name in names + (also[1].split(",") if also else []):
            if name.strip():
                found[name.strip().lower()] = entry["id"]
    return found


def prose(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines of a page that are its own sentences: no code, formula, heading, HTML, Checked by or Sources."""
    skip: set[int] = set()
    for number, _, body in fences(lines):
        skip |= set(range(number, number + len(body) + 2))
    display = front = False
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text == "---" and (number == 1 or front):
            front = number == 1
            continue
        if re.match(r"## (Checked by|Sources)", text):
            return
        if text.count("$$") == 1:
            display = not display
            continue
        if (
            front
            or display
            or number in skip
            or text.startswith((MARK, "[LAB]", "[EXERCISE", "#", "===", "<", "--8<--", "|---", "$$", "description:"))
        ):
            continue
        text = re.sub(r"`[^`]*`(\{[^}]*\})?|\$[^$]*\$|<[^>]*>", " ", line)
        yield number, re.sub(r"^( *(!!!|\?\?\?\+?) \w+)", "", text)


def check_terms(root: Path, page: Path, known: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Terms of the glossary that a page uses before it links them, and abbreviations that the glossary lacks."""
    if not known:
        return
    words = sorted(known, key=len, reverse=True)
    pattern = re.compile(
        r"\[(?P<text>[^\]]*)\]\((?P<to>[^)\s]*)[^)]*\)"
        rf"|(?<![\w-])(?P<term>{'|'.join(map(re.escape, words))})(?:s|es)?\b(?!-[A-Z])",  # Transformer-XL is a name
        re.IGNORECASE,
    )
    abbreviation = re.compile(r"(?<![\w-])([A-Z][A-Z]+)s?(?![\w-])")
    target = re.compile(r"glossary\.md#([\w-]+)$")
    seen: set[str] = set()
    for number, line in prose(lines_of(page)):
        for match in pattern.finditer(line):
            if match["term"] is None:
                if link := target.search(match["to"]):
                    seen.add(link[1])
                continue
            name = known[match["term"].lower()]
            if name not in seen:
                seen.add(name)
                yield (
                    number,
                    f"“{match['term']}” stands here first and is not linked. Mend: link it to the glossary's #{name}.",
                )
        for match in abbreviation.finditer(re.sub(r"\]\([^)]*\)", "]", line)):
            if match[1] not in KNOWN and match[1].lower() not in known:
                yield number, f"{match[0]} is not in the glossary. Mend: define it there, or write it out."


def check_snippet(path: Path) -> Iterator[tuple[int, str]]:
    """Faults of one snippet as a text; how it runs is the tests' matter."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield error.lineno or 1, f"not Python: {error.msg}. Mend: correct the line."
        return
    if not (ast.get_docstring(tree) and lines[0].startswith('"""')):
        yield 1, "has no docstring. Mend: begin with one sentence that says what this snippet adds."
    name = f"{path.parent.name}/{path.name}"
    most = PROGRAM_LINES if name in PROGRAMS else LINES
    if path.parent.name == "models" or name in WHOLE_MODELS:
        most = MODEL_LINES
    if len(lines) > most:
        yield most + 1, f"has {len(lines)} lines, at most {most} may be. Mend: show one idea, or split it."
    allowed = {"numpy": ALLOWED - {"torch"}, "plain": ALLOWED - {"torch", "numpy"}}.get(tier_of(path)[1], ALLOWED)
    for name in sorted(imports(path) - allowed):
        yield 1, f"imports {name}. Mend: use the standard library, or numpy or torch in their tiers."
    if "# <-" not in source and not re.search(r"#.*<-$", source, re.MULTILINE):
        yield 1, "no line is marked. Mend: end the line that teaches with # <-"
    open_sections: dict[str, int] = {}
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not (match := SECTION.match(line)):
            continue
        kind, name = match.groups()
        if kind == "start":
            if name in seen:
                yield number, f"section {name} begins twice. Mend: give the second another name."
            seen.add(name)
            open_sections[name] = number
        elif open_sections.pop(name, None) is None:
            yield number, f"section {name} ends without a start. Mend: add # --8<-- [start:{name}] above."
    for name, number in open_sections.items():
        yield number, f"section {name} is never closed. Mend: add # --8<-- [end:{name}]."


def check_exercises(root: Path, texts: dict[Path, str]) -> Iterator[str]:
    """Exercises that cannot be read, that no page or more than one shows, and pages that show one that is not there."""
    shown: dict[str, str] = {}
    for page, text in texts.items():
        name = page.relative_to(root).as_posix()
        for number, line in enumerate(text.splitlines(), 1):
            if not (match := exercises.MARK.fullmatch(line.strip())):
                continue
            exercise = match["name"]
            if not (root / f"exercises/{exercise}.py").is_file():
                yield f"{name}:{number}: exercises/{exercise}.py does not exist. Mend: correct it, or add the file."
            elif exercise in shown:
                yield f"{name}:{number}: {shown[exercise]} shows {exercise} already. Mend: show it once."
            shown.setdefault(exercise, f"{name}:{number}")
    stems: dict[str, str] = {}
    for path in exercises.exercises(root):
        exercise = f"{path.parent.name}/{path.stem}"
        try:
            exercises.read(path)
        except exercises.ExerciseError as error:
            yield str(error)
        if exercise not in shown:
            yield f"exercises/{exercise}.py:1: no page shows it. Mend: write [EXERCISE {exercise}] where it belongs."
        if (other := stems.setdefault(path.stem, exercise)) != exercise:
            yield f"exercises/{exercise}.py:1: is called as exercises/{other}.py. Mend: give it a name of its own."


def faults(root: Path = ROOT) -> Iterator[str]:
    """Every fault of pages and snippets as "file:line: fault. Mend: …"."""
    texts = {page: "\n".join(lines_of(page)) for page in pages(root)}
    for page in texts:
        for line, fault in check_page(root, page):
            yield f"{page.relative_to(root).as_posix()}:{line}: {fault}"
    yield from check_exercises(root, texts)
    yield from audit.faults(root)
    yield from citations.faults(root)
    known = terms(root)
    for page in texts:
        name = page.relative_to(root).as_posix()
        if not re.match(r"docs/(learn/[\w-]+/|models/|labs/\w+\.py)", name):
            continue
        for line, fault in check_terms(root, page, known):
            yield f"{name}:{line}: {fault}"
        rows = texts[page].splitlines()
        if MARK not in rows:
            yield f"{name}:1: does not say how long it takes to read. Mend: put a line {MARK} under its title."
        if not SHORTEST <= (time := minutes(expand(rows))) <= LONGEST:
            yield f"{name}:1: takes {time} minutes to read, not {SHORTEST} to {LONGEST}. Mend: split it, or say more."
    everything = "\n".join(texts.values())
    entries = (root / GLOSSARY).read_text(encoding="utf-8").splitlines() if known else []
    for number, row in enumerate(entries, 1):
        if (entry := ENTRY.match(row)) and not re.search(rf"(glossary\.md|\(|{GLOSSARY})#{entry['id']}\)", everything):
            yield f"{GLOSSARY}:{number}: no page links to “{entry['title']}”. Mend: link it where it is used."
    snippets = find(root / "snippets")
    for path in snippets:
        name = path.relative_to(root / "snippets").as_posix()
        for line, fault in check_snippet(path):
            yield f"snippets/{name}:{line}: {fault}"
        if f'--8<-- "{name}"' not in everything:
            yield f"snippets/{name}:1: no page shows it. Mend: include it in a page, or delete it with its .out."
    for golden in sorted((root / "snippets").rglob("*.out")):
        if golden.with_suffix(".py") not in snippets:
            yield f"{golden.relative_to(root).as_posix()}:1: belongs to no snippet. Mend: delete it."


if __name__ == "__main__":
    found = list(faults())
    print(*found, sep="\n", file=sys.stderr)
    sys.exit(1 if found else 0)
