"""One corpus, four objectives: the committed results belong to this code, and can be had again."""

import json
from typing import Any

import pytest
import scipy.stats
import torch

from tools.experiment import data, evaluate, report, train
from tools.experiment.data import MASK, K, T
from tools.snippets import ROOT


def test_results_are_of_these_inputs() -> None:
    """Code, models, text and torch are those that the results were made with; trained within ten minutes."""
    assert report.stale() == [], f"tools/experiment/results.json: {report.stale()} changed since. Mend: make experiment"
    found = report.results()
    assert found["core_seconds"] / 2 <= 600  # on two cores that do nothing else
    assert len(found["runs"]) == len(train.RUNS)


@pytest.mark.parametrize("run", [run for run in train.RUNS if run.seed == 0], ids=lambda run: run.name)
def test_first_steps_again(run: train.Run) -> None:
    """The first ten losses of each run come out again; rounding of another processor may move them a little."""
    recorded = next(
        found
        for found in report.results()["runs"]
        if (found["family"], found["seed"], found["change"]) == (run.family, 0, run.change)
    )
    _, again = train.train(run, stop=10)
    assert again["first"] == pytest.approx(recorded["first"], rel=2e-3)


def test_equal_footing() -> None:
    """Parameters within 3 %, FLOPs within 1 %; each model reads the training text at least nine times."""
    runs = [group[0] for name, group in report.groups().items() if name in train.SIZES]
    sizes, flops = [run["parameters"] for run in runs], [run["flops"] for run in runs]
    assert max(sizes) / min(sizes) < 1.03
    assert max(flops) / min(flops) < 1.01
    assert min(run["seen"] for run in runs) > 9 * len(data.parts()["train"])


@pytest.mark.parametrize("make", report.TABLES, ids=lambda make: make.__name__)
def test_tables_are_current(make: Any) -> None:
    """Each committed table is that of results.json."""
    assert (ROOT / f"docs/_generated/{make.__name__}.md").read_text("utf-8") == make(), "Mend: make experiment"


def test_corpus() -> None:
    """At least 100 KB, its parts do not overlap, and characters survive the way to ids and back."""
    assert len(data.TEXT.encode()) >= 100_000
    parts = data.parts()
    assert torch.cat(list(parts.values())).equal(data.encode(data.TEXT))
    assert data.decode(parts["test"].tolist()) == data.TEXT[-len(parts["test"]) :]


def test_objectives_ask_for_what_was_hidden() -> None:
    """Each example can be put together again from what is read and what is asked; no answer is in view."""
    rows = data.spread(data.parts()["train"], 7)
    g = torch.Generator().manual_seed(3)
    given, places, answers = data.bert(rows, g)
    assert rows[:, :T].equal(given["ids"].scatter(1, places, answers))
    given, _, answers = data.gpt(rows, g)
    assert answers[:, :-1].equal(given["ids"][:, 1:])
    given, _, answers = data.t5(rows, g)
    for asked, answer, row in zip(given["ids"].tolist(), answers.tolist(), rows[:, :T].tolist(), strict=True):
        filled: list[int] = []
        for token in asked:
            if token >= K:
                start = answer.index(token) + 1
                filled += answer[start : next(i for i in range(start, len(answer)) if answer[i] >= K)]
            else:
                filled.append(token)
        assert filled == row
    given, _, answers = data.xlnet(rows, g)
    assert answers.equal(rows.gather(1, given["targets"]))
    own = given["hidden"].diagonal(dim1=1, dim2=2).gather(1, given["targets"])
    assert own.all()  # a target does not see itself
    seen = T - given["hidden"].sum(2).gather(1, given["targets"])  # each target: the rest, and those guessed before
    assert seen.sort(1).values.equal(torch.arange(T - data.HIDDEN, T).expand(len(rows), -1))


def perfect(rows: Any) -> evaluate.Guess:
    """Knows the answer."""
    return lambda ids, a, b, at: torch.nn.functional.one_hot(rows[: len(ids), at], K).double().add(1e-9).log()


def test_questions_are_marked_fairly() -> None:
    """Who knows the answer scores 100 %, who says the same always scores its frequency; answers are taken out first."""
    rows = data.spread(data.parts()["test"], 40)
    for question in evaluate.QUESTIONS:
        assert evaluate.ask(perfect(rows), rows, question)["right"] == 1
    space = data.CHARACTERS.index(" ")
    always = torch.nn.functional.one_hot(torch.tensor(space), K).double().add(1e-9).log()
    seen: list[Any] = []

    def blind(ids: Any, a: int, b: int, at: int) -> Any:
        seen.append(ids[:, at:b].clone())
        return always.expand(len(ids), K)

    found = evaluate.ask(blind, rows, "blank")["right"]
    assert found == pytest.approx((rows[:, T // 2] == space).float().mean().item())
    assert all((part == MASK).all() for part in seen)


@pytest.mark.parametrize("family", list(train.SIZES))
def test_a_guess_does_not_see_the_answer(family: str) -> None:
    """Log-probabilities of a gap are the same whatever stands in its places; and they depend on what is left of it."""
    model = train.build(train.Run(family))
    rows = data.spread(data.parts()["test"], 3)
    for guess, question in evaluate.questions(family, model, brief=False).values():
        check_guess(guess, rows, *evaluate.QUESTIONS[question])


def check_guess(guess: evaluate.Guess, rows: Any, a: int, b: int) -> None:
    """One way of guessing, at one gap."""
    other = rows.clone()
    other[:, a:b] = (other[:, a:b] + 5) % K
    before = rows.clone()
    before[:, a - 1] = (before[:, a - 1] + 5) % K
    with torch.no_grad():
        assert torch.equal(guess(rows, a, b, a), guess(other, a, b, a))
        assert not torch.allclose(guess(rows, a, b, a), guess(before, a, b, a))
        sums = guess(rows, a, b, a).exp().sum(-1)
    assert torch.allclose(sums, torch.ones_like(sums), atol=1e-4)


def test_pairs() -> None:
    """Each place's hit is in the results: their mean is the share that is told; an error is that of a paired test."""
    for run in report.results()["runs"]:
        for question, found in run["answers"].items():
            assert report.hits([run], question).mean().item() == pytest.approx(found["right"], abs=1e-6)
    one, other = (report.hits(report.groups()["T5"][:1], question) for question in ("blank, ended", "blank"))
    mean, error = report.paired(one, other)
    want = scipy.stats.ttest_rel(one[0].numpy(), other[0].numpy())
    assert mean / error == pytest.approx(want.statistic)
    assert report.paired(one, one) == (0, 0)


def test_loss_parts() -> None:
    """Shares sum to 1, and the parts to the loss at the end of the curve."""
    for run in report.results()["runs"]:
        if parts := run["loss_parts"].values():
            assert sum(share for share, _ in parts) == pytest.approx(1)
            assert sum(share * nats for share, nats in parts) == pytest.approx(run["curve"][-1][1], rel=1e-5)


def test_a_full_window_for_gpt() -> None:
    """At the end GPT reads T characters, the others T - 1; with its first character changed only GPT's guess moves."""
    rows = data.spread(data.parts()["test"], 3)
    other = rows.clone()
    other[:, 0] = (other[:, 0] + 5) % K
    for family in train.SIZES:
        guess = evaluate.GUESS[family](train.build(train.Run(family)))
        with torch.no_grad():
            same = torch.equal(guess(rows, T, T + 1, T), guess(other, T, T + 1, T))
        assert same == (family != "GPT")


def test_results_are_plain() -> None:
    """No NaN in the file, which other programs may read."""
    json.loads(report.RESULTS.read_text("utf-8"), parse_constant=lambda word: pytest.fail(f"{word} in results.json"))
