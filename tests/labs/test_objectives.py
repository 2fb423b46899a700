"""Lab 7: what each objective lets a scored place see, and the ways of asking, against others."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from tools.labs.source import LABS, read
from tools.snippets import ROOT

Lab = Callable[..., dict[str, Any]]
Scope = Callable[[str], dict[str, Any]]
OBJECTIVES = {"BERT": "masked", "GPT": "causal", "T5": "corrupted", "XLNet": "permuted"}


def model(family: str, names: dict[str, Any], scope: Scope) -> Any:
    """A model of the lab's sizes in float64, every parameter drawn, so that whatever is seen shows."""
    sizes: dict[str, Any] = {"V": names["K"] + 5, "C": 64, "H": 4, "N": 2, "F": 64}
    sizes |= {"D": 16} if family == "T5" else {}
    sizes |= {"P": names["T"]} if family in ("BERT", "GPT") else {}
    torch.manual_seed(0)
    made = scope(f"models/{family.lower()}.py")[family](**sizes).double()
    with torch.no_grad():
        for p in made.parameters():
            p.copy_(torch.rand_like(p) - 0.5)
    return made


@pytest.mark.parametrize("family", OBJECTIVES)
def test_no_scored_place_sees_its_answer(family: str, lab: Lab, scope: Scope) -> None:
    """Each character of a window is changed in turn: a score moves only if its place may see that character."""
    names = lab("objectives", until="def permuted")
    names["model"] = model(family, names, scope)
    rows = names["asked"][:1, : names["T"] + (family == "GPT")].clone()
    run = names[OBJECTIVES[family]]

    def scores(rows: Any) -> Any:
        with torch.no_grad():
            return run(rows, torch.Generator().manual_seed(3))

    before, answers = scores(rows)
    moved = []
    for j in range(rows.shape[1]):
        other = rows.clone()
        other[0, j] = (rows[0, j] + 1) % names["K"]
        after, asked = scores(other)
        own = (asked != answers)[0]  # the scored places whose answer this character is
        moved.append((after != before).any(-1)[0])
        if family != "BERT":  # of BERT's hidden places one in ten shows its own character
            assert not (moved[-1] & own).any(), f"{family}: the answer at {j} is in view"
    seen = torch.stack(moved)  # (characters, scored places)
    if family == "GPT":
        assert torch.equal(seen[:-1], torch.ones(names["T"], names["T"]).triu().bool()) and not seen[-1].any()
    if family == "XLNet":  # 27 that are never hidden, and those guessed before: 0, 1, 2, 3, 4
        assert sorted(seen.sum(0).tolist()) == [27, 28, 29, 30, 31]
    if family == "T5":  # two sentinels and an end, five characters: the decoder sees those before
        assert seen.sum(0).min() == 27 and seen.sum(0).max() == 32
    if family == "BERT":
        assert (seen.sum(0) >= 27).all()


def test_bert_hides_as_the_paper_says(lab: Lab, scope: Scope) -> None:
    """80 % masks, 10 % other characters, 10 % as they were, within five standard errors over many windows."""
    names = lab("objectives", until="def permuted")
    shown: list[Any] = []

    def fake(ids: Any) -> Any:
        shown.append(ids)
        return torch.zeros(*ids.shape, names["K"] + 5)

    names["model"] = fake
    rows = torch.zeros(4000, names["T"], dtype=torch.long)
    _, answers = names["masked"](rows, torch.Generator().manual_seed(0))
    assert answers.shape == (4000, names["HIDDEN"]) and (answers == 0).all()
    count = answers.numel()
    masks = (shown[0] == names["MASK"]).sum().item() / count
    changed = ((shown[0] > 0) & (shown[0] < names["K"])).sum().item() / count
    for share, want in ((masks, 0.8), (changed, 0.1 * (1 - 1 / names["K"]))):
        assert abs(share - want) < 5 * (want * (1 - want) / count) ** 0.5


def test_spans_hide_five_and_do_not_touch_the_edge_twice(lab: Lab) -> None:
    """Two spans, five places in all, in order, inside the window; every place is hidden now and then."""
    names = lab("objectives", until="def permuted")
    g, hidden = torch.Generator().manual_seed(0), torch.zeros(names["T"])
    for _ in range(2000):
        (a, m), (b, n) = names["two_spans"](g)
        assert m + n == names["HIDDEN"] and min(m, n) >= 1 and a >= 0 and a + m <= b and b + n <= names["T"]
        hidden[a : a + m] += 1
        hidden[b : b + n] += 1
    assert hidden.min() > 100


def test_the_whole_line_equals_a_loop(lab: Lab, scope: Scope) -> None:
    """Each character put into the blank, and the chain rule multiplied out one place at a time."""
    names = dict(lab("objectives", until="def permuted"))
    gpt = model("GPT", names, scope)
    names["models"] = {"GPT": gpt}
    cell = next(cell for cell in read(LABS / "objectives.py").code if "def whole_line" in cell.source)
    exec(cell.source, names)  # without the training before it
    rows, at = names["asked"][:3, : names["T"]], 16
    want = torch.zeros(3, names["K"], dtype=torch.float64)
    with torch.no_grad():
        for c in range(names["K"]):
            lines = rows.clone()
            lines[:, at] = c
            for place in range(1, names["T"]):
                step = gpt(lines[:, :place])[:, -1].log_softmax(-1)
                want[:, c] += step[torch.arange(3), lines[:, place]]
    torch.testing.assert_close(names["whole_line"](rows, at), want.log_softmax(-1))


def test_the_text_is_the_experiments(lab: Lab) -> None:
    """But for a few hyphens and brackets, the text is that of the full experiment."""
    from difflib import SequenceMatcher

    names = lab("objectives", until="characters of")
    whole = (ROOT / "tools/experiment/corpus.txt").read_text(encoding="utf-8").lower()
    assert abs(len(whole) - len(names["text"])) < 200
    ours, theirs = names["text"].split("\n"), whole.split("\n")
    assert SequenceMatcher(None, ours, theirs, autojunk=False).ratio() > 0.95
