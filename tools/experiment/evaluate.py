"""Ask every model the same questions about text that it has not seen.

A question is a gap in a row of T + 1 characters: places a to b are empty, everything else may be read. A model answers
through a function guess(ids, a, b, at) -> (B, K): log-probabilities of the character at place `at`, where a to at are
filled. Models read T characters. For a gap at the end GPT reads the T before it, the others T - 1 and the gap itself.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from tools.experiment.data import MASK, SENTINELS, START, K, T, decode

Guess = Callable[[Any, int, int, int], Any]
QUESTIONS = {"blank": (T // 2, T // 2 + 1), "next": (T, T + 1), "span": (T // 2 - 2, T // 2 + 3)}
PLACES = 1000  # in the test part


def window(ids: Any, *places: int) -> tuple[Any, ...]:
    """The first T characters, or the last if the gap, places[:2], is at the end; and the places in them."""
    first = max(0, places[1] - T)
    return ids[:, first : first + T], *(place - first for place in places)


def bert(model: nn.Module) -> Guess:
    """The empty places hold masks."""

    def guess(ids: Any, a: int, b: int, at: int) -> Any:
        ids, a, b, at = window(ids, a, b, at)
        return model(ids.index_fill(1, torch.arange(at, b), MASK))[:, at, :K].log_softmax(-1)

    return guess


def gpt(model: nn.Module) -> Guess:
    """It reads what stands left of the place, at most T characters, and nothing else."""
    return lambda ids, a, b, at: model(ids[:, :at])[:, -1, :K].log_softmax(-1)


def t5(model: nn.Module) -> Guess:
    """One sentinel stands for the gap, and the decoder has written what is filled."""

    def guess(ids: Any, a: int, b: int, at: int) -> Any:
        ids, a, b, at = window(ids, a, b, at)
        special = torch.tensor([START, SENTINELS[0]]).expand(len(ids), 2)
        asked = torch.cat([ids[:, :a], special[:, 1:], ids[:, b:]], 1)
        return model(asked, torch.cat([special, ids[:, a:at]], 1))[:, -1, :K].log_softmax(-1)

    return guess


def xlnet(model: nn.Module) -> Guess:
    """No place sees the empty ones; the query stream stands at the place."""

    def guess(ids: Any, a: int, b: int, at: int) -> Any:
        ids, a, b, at = window(ids, a, b, at)
        hidden = torch.zeros(len(ids), T, T, dtype=torch.bool)
        hidden[:, :, at:b] = True
        return model(ids, hidden=hidden, targets=torch.full((len(ids), 1), at))[:, 0, :K].log_softmax(-1)

    return guess


GUESS = {"BERT": bert, "GPT": gpt, "T5": t5, "XLNet": xlnet}


def at_once(guess: Guess) -> Guess:
    """Each place of the gap without the answers at the others."""
    return lambda ids, a, b, at: guess(ids.index_fill(1, torch.arange(a, b), MASK), a, b, at)


def whole_line(model: nn.Module) -> Guess:
    """GPT, one place: the probability of the whole window, with each character there in turn."""

    def guess(ids: Any, a: int, b: int, at: int) -> Any:
        lines = ids[:, :T].repeat_interleave(K, 0)
        lines[:, at] = torch.arange(K).repeat(len(ids))
        scores = model(lines)[:, at - 1 : -1].log_softmax(-1).gather(2, lines[:, at:, None])
        return scores.sum((1, 2)).view(-1, K).log_softmax(-1)

    return guess


def ended(model: nn.Module) -> Guess:
    """T5, one place: each character in turn, followed by the sign that the span ends there."""

    def guess(ids: Any, a: int, b: int, at: int) -> Any:
        lines, each = ids[:, :T].repeat_interleave(K, 0), torch.arange(K).repeat(len(ids))[:, None]
        special = torch.tensor([START, *SENTINELS]).expand(len(lines), -1)
        asked = torch.cat([lines[:, :a], special[:, 1:2], lines[:, b:]], 1)
        scores = model(asked, torch.cat([special[:, :2], each], 1)).log_softmax(-1)
        return (scores[:, 1].gather(1, each) + scores[:, 2, SENTINELS[1:2]]).view(-1, K).log_softmax(-1)

    return guess


def two_gaps(model: nn.Module) -> Guess:
    """T5, with a second gap of four characters further right, as in its practice; other models may read those."""

    def guess(ids: Any, a: int, b: int, at: int) -> Any:
        special = torch.tensor([START, *SENTINELS]).expand(len(ids), -1)
        asked = torch.cat([ids[:, :a], special[:, 1:2], ids[:, b : T - 6], special[:, 2:3], ids[:, T - 2 : T]], 1)
        return model(asked, torch.cat([special[:, :2], ids[:, a:at]], 1))[:, -1, :K].log_softmax(-1)

    return guess


def counts(ids: Any, order: int) -> tuple[Guess, Guess]:
    """Without a weight: how often each character followed the order - 1 before; from the left, and by whole lines."""
    table = torch.full((K,) * order, 0.0)
    for n in range(1, order + 1):  # a context that is rare in the text leans on the shorter one
        times = torch.zeros((K,) * n).index_put_(ids.unfold(0, n, 1).unbind(1), torch.tensor(1.0), accumulate=True)
        shorter = table if n > 1 else torch.full((K,), 1 / K)
        table = (times + shorter) / (times.sum(-1, keepdim=True) + 1)

    def left(ids: Any, a: int, b: int, at: int) -> Any:
        return table[ids[:, at - order + 1 : at].unbind(1)].log().expand(len(ids), K)

    def line(ids: Any, a: int, b: int, at: int) -> Any:
        lines = ids.repeat_interleave(K, 0)
        lines[:, at] = torch.arange(K).repeat(len(ids))
        near = lines[:, at - order + 1 : at + order].unfold(1, order, 1)  # all groups that hold the place
        return table[near.unbind(-1)].log().sum(1).view(-1, K).log_softmax(-1)

    return left, line


@torch.no_grad()  # type: ignore[untyped-decorator]
def ask(guess: Guess, rows: Any, question: str) -> dict[str, Any]:
    """Put a question about each row: the shares of right gaps and right characters, nats a character if it is one.

    `hits` tells for each row whether the gap is right: bits, the first row the highest, in hexadecimal.
    """
    a, b = QUESTIONS[question]
    right, nats = [], []
    for part in rows.split(50):
        ids = part.index_fill(1, torch.arange(a, b), MASK)  # the answers are taken out
        for at in range(a, b):
            scores = guess(ids, a, b, at)
            ids[:, at] = scores.argmax(-1)
            nats.append(-scores.gather(1, part[:, at, None]).mean().item() * len(part) / len(rows))
        right.append(ids[:, a:b] == part[:, a:b])
    hits = torch.cat(right).float()
    whole = hits.amin(1)
    found: dict[str, Any] = {"right": whole.mean().item(), "characters": hits.mean().item()}
    found["hits"] = f"{int(''.join(str(int(hit)) for hit in whole.tolist()), 2):x}"
    return found | ({"nats": sum(nats)} if b == a + 1 else {})


def questions(objective: str, model: nn.Module, brief: bool) -> dict[str, tuple[Guess, str]]:
    """What a model is asked, and how: name -> guess, question; brief: only what every model is asked."""
    guess = GUESS[objective](model)
    more = {
        "BERT": {"span, at once": (at_once(guess), "span")},
        "GPT": {"blank, whole line": (whole_line(model), "blank")},
        "T5": {
            "blank, ended": (ended(model), "blank"),
            "blank, two gaps": (two_gaps(model), "blank"),
            "span, two gaps": (two_gaps(model), "span"),
        },
    }
    return {name: (guess, name) for name in QUESTIONS} | ({} if brief else more.get(objective, {}))


@torch.no_grad()  # type: ignore[untyped-decorator]
def show(guess: Guess, rows: Any, letters: int = 60) -> list[dict[str, Any]]:
    """For each row: what the model puts into the blank and the span, and how it goes on, drawn at temperature 0.7."""
    shown: list[dict[str, Any]] = [{"text": decode(row[:T].tolist())} for row in rows]
    for name in ("blank", "span"):
        a, b = QUESTIONS[name]
        ids = rows[:, :T].index_fill(1, torch.arange(a, b), MASK)
        for at in range(a, b):
            ids[:, at] = guess(ids, a, b, at).argmax(-1)
        for row, answer in zip(shown, ids[:, a:b].tolist(), strict=True):
            row[name] = decode(answer)
    ids, g = rows[:, :T].clone(), torch.Generator().manual_seed(0)
    for _ in range(letters):
        row = torch.cat([ids[:, -T:], torch.full((len(ids), 1), MASK)], 1)
        drawn = (guess(row, T, T + 1, T) / 0.7).exp().multinomial(1, generator=g)
        ids = torch.cat([ids, drawn], 1)
    for found, answer in zip(shown, ids[:, T:].tolist(), strict=True):
        found["continuation"] = decode(answer)
    return shown
