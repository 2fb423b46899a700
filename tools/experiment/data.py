"""The text, its characters, and what each objective makes of a window of it.

corpus.txt is Lewis Carroll, Alice's Adventures in Wonderland (1865), in the public domain: alice29.txt of the
Canterbury corpus, with one paragraph a line, one kind of single quote, and without its title lines and rows of stars.
"""

from pathlib import Path
from typing import Any

import torch

HERE = Path(__file__).parent
TEXT = (HERE / "corpus.txt").read_text(encoding="utf-8").lower()
CHARACTERS = sorted(set(TEXT))
K = len(CHARACTERS)  # scores beyond the first K are of special tokens
MASK, START, *SENTINELS = range(K, K + 5)  # two sentinels stand for spans, the third ends the answer
V = K + 5

T = 32  # characters in a window
HIDDEN, SPANS = 5, 2  # 16 % of a window are hidden, T5's and XLNet's in two spans


def encode(text: str) -> Any:
    """Text -> ids, one a character."""
    return torch.tensor([CHARACTERS.index(c) for c in text])


def decode(ids: Any) -> str:
    """Ids -> text."""
    return "".join(CHARACTERS[i] for i in ids)


def parts() -> dict[str, Any]:
    """The ids of the first 80 % of the text, of the next 10 % and of the last."""
    ids, a, b = encode(TEXT), int(0.8 * len(TEXT)), int(0.9 * len(TEXT))
    return {"train": ids[:a], "validation": ids[a:b], "test": ids[b:]}


def windows(ids: Any, starts: Any) -> Any:
    """Windows of T characters and the one that follows: starts (B,) -> (B, T + 1)."""
    return ids[starts[:, None] + torch.arange(T + 1)]


def spread(ids: Any, count: int) -> Any:
    """`count` windows at equal distances through a part: (count, T + 1)."""
    return windows(ids, torch.linspace(0, len(ids) - T - 1, count).long())


def spans(g: torch.Generator) -> list[tuple[int, int]]:
    """SPANS spans, (start, length) each, that hide HIDDEN places together and do not touch."""
    cuts = sorted(torch.randperm(HIDDEN - 1, generator=g)[: SPANS - 1].add(1).tolist())
    lengths = [b - a for a, b in zip([0, *cuts], [*cuts, HIDDEN], strict=True)]
    slots = sorted(torch.randperm(T - HIDDEN + 1, generator=g)[:SPANS].tolist())
    return [(slot + sum(lengths[:i]), lengths[i]) for i, slot in enumerate(slots)]


# Each objective: windows (B, T + 1) -> the model's arguments, the places whose scores count, the right answers.
# Places None: all that the model returns.


def bert(rows: Any, g: torch.Generator) -> tuple[dict[str, Any], Any, Any]:
    """Masked: HIDDEN single places; 80 % become the mask, 10 % any character, 10 % stay."""
    rows = rows[:, :T]
    places = torch.rand(rows.shape, generator=g).argsort(1)[:, :HIDDEN]
    answers, luck = rows.gather(1, places), torch.rand(places.shape, generator=g)
    other = torch.randint(K, places.shape, generator=g)
    shown = torch.where(luck < 0.8, MASK, torch.where(luck < 0.9, other, answers))
    return {"ids": rows.scatter(1, places, shown)}, places, answers


def gpt(rows: Any, g: torch.Generator) -> tuple[dict[str, Any], Any, Any]:
    """Causal: every next character."""
    return {"ids": rows[:, :T]}, None, rows[:, 1:]


def t5(rows: Any, g: torch.Generator) -> tuple[dict[str, Any], Any, Any]:
    """Span corruption: each span becomes a sentinel; the answer is sentinel, span, sentinel, span … and an end."""
    asked, answers = [], []
    for row in rows[:, :T].tolist():
        ids, answer, at = [], [], 0
        for sentinel, (start, length) in zip(SENTINELS, spans(g), strict=False):
            ids += [*row[at:start], sentinel]
            answer += [sentinel, *row[start : start + length]]
            at = start + length
        asked.append(ids + row[at:])
        answers.append([*answer, SENTINELS[-1]])
    given = [[START, *answer[:-1]] for answer in answers]
    return {"ids": torch.tensor(asked), "inputs": torch.tensor(given)}, None, torch.tensor(answers)


def xlnet(rows: Any, g: torch.Generator) -> tuple[dict[str, Any], Any, Any]:
    """Permuted: HIDDEN places in spans, guessed in any order; each sees the rest and those guessed before it."""
    rows, turn = rows[:, :T], torch.full((len(rows), T), -1)
    for b in range(len(rows)):
        places = torch.cat([torch.arange(start, start + length) for start, length in spans(g)])
        turn[b, places] = torch.randperm(HIDDEN, generator=g)
    hidden = (turn[:, None] >= 0) & (turn[:, None] >= turn[..., None])  # a place may not see those of its turn or later
    targets = (turn >= 0).nonzero()[:, 1].view(len(rows), HIDDEN)
    return {"ids": rows, "hidden": hidden, "targets": targets}, None, rows.gather(1, targets)


OBJECTIVES = {"BERT": bert, "GPT": gpt, "T5": t5, "XLNet": xlnet}
