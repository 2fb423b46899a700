"""Break the line that teaches, and the snippet's own output must change: a check that cannot fail checks nothing."""

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.snippets import SnippetError, difference, find, name_of, run

SWAP: dict[type[ast.AST], Any] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.MatMult: ast.Add,
    ast.Pow: ast.Mult,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
}


def marked(source: str) -> set[int]:
    """Numbers of the lines that end in `# <-` (alone or after a shape)."""
    return {n for n, row in enumerate(source.splitlines(), 1) if row.endswith("<-") and "#" in row}


class _Mutate(ast.NodeTransformer):
    """Change the n-th changeable thing on the marked lines: an operator, a transpose, or a whole statement."""

    def __init__(self, lines: set[int], n: int) -> None:
        self.lines, self.n, self.done = lines, n, ""

    def visit(self, node: ast.AST) -> ast.AST:
        marked_here = getattr(node, "lineno", 0) in self.lines
        new: ast.AST | None = None
        if marked_here and isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in SWAP:
            new = copy.copy(node)
            new.op = SWAP[type(node.op)]()
        elif marked_here and isinstance(node, ast.Compare) and type(node.ops[0]) in SWAP:
            new = ast.Compare(node.left, [SWAP[type(node.ops[0])](), *node.ops[1:]], node.comparators)
        elif marked_here and isinstance(node, ast.Attribute) and node.attr == "T":
            new = node.value
        elif getattr(node, "end_lineno", 0) in self.lines and isinstance(node, ast.Expr | ast.Assign | ast.AugAssign):
            new = ast.Pass()
        if new is not None:
            self.n -= 1
            if self.n == -1:
                line = getattr(node, "lineno", 0)
                self.done = f"line {line}, {ast.unparse(node)!r} -> {ast.unparse(new)!r}"
                return ast.fix_missing_locations(ast.copy_location(new, node))
        return self.generic_visit(node)


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """The source with one thing on a marked line changed: (what was done, new source)."""
    for n in range(1000):
        mutate = _Mutate(marked(source), n)
        tree = mutate.visit(ast.parse(source))
        if not mutate.done:
            return
        yield mutate.done, ast.unparse(tree)


@pytest.mark.parametrize("path", find(), ids=[f"{p.parent.name}/{p.name}" for p in find()])
def test_a_broken_line_is_noticed(path: Path, tmp_path: Path) -> None:
    """Each change of a marked line makes the snippet fail or print something else."""
    want = path.with_suffix(".out").read_text(encoding="utf-8")
    changes, survived = 0, []
    for what, source in mutants(path.read_text(encoding="utf-8")):
        changes += 1
        broken = tmp_path / path.name
        broken.write_text(source + "\n", encoding="utf-8")
        try:
            same = not difference(run(broken).output, want)
        except SnippetError:
            same = False
        if same:
            survived.append(f"{name_of(path)}: {what} changes nothing that is printed")
    assert changes, f"{name_of(path)}: no marked line has anything to change. Mend: mark the line that computes."
    assert not survived, "\n".join(survived)
