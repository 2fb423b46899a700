"""Oracles of the chapter Train a language model: transformers, torch, scipy, difflib, the text as Python prints it."""

import difflib
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from scipy import stats
from torch.nn import functional as F

from tools.snippets import SNIPPETS

Scope = Callable[[str], dict[str, Any]]
PATH = "training/tiny_gpt.py"


@pytest.fixture(scope="module")
def zen() -> str:
    """The text as a fresh Python prints it."""
    return subprocess.run(
        [sys.executable, "-c", "import this"], capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout[:-1]


def test_corpus(scope: Scope, zen: str) -> None:
    """The text is what `import this` prints; its entropy is scipy's; letters survive the way to numbers and back."""
    s = scope("training/corpus_plain.py")
    assert s["text"] == zen
    assert s["entropy"] == pytest.approx(stats.entropy(list(Counter(zen).values())), abs=1e-12)
    assert "".join(s["letters"][i] for i in s["ids"]) == zen


def test_windows(scope: Scope) -> None:
    """Inputs and targets are those of torch's unfold."""
    s = scope("training/windows_numpy.py")
    windows = torch.tensor(s["ids"]).unfold(0, s["T"] + 1, 1)
    assert np.array_equal(s["x"], windows[:, :-1]) and np.array_equal(s["y"], windows[:, 1:])
    assert len(windows) == s["B"]


def counted(text: str, alphabet: list[str], n: int, add: float, windows: torch.Tensor) -> torch.Tensor:
    """Log-probability of the last letter of each window behind its first n, each window held against each of the text.

    A table of counts would have V ** (n + 1) entries: over a gigabyte for n = 4.
    """
    seen = torch.tensor([alphabet.index(c) for c in text]).unfold(0, n + 1, 1)
    same = windows[:, None] == seen  # (windows, windows of the text, n + 1)
    letters, contexts = (hits.all(-1).sum(1).double() for hits in (same, same[..., :n]))
    return ((letters + add) / (contexts + add * len(alphabet))).log()


def test_baseline(scope: Scope, zen: str) -> None:
    """All three losses equal those from counts in which torch holds every pair of letters against every other."""
    s = scope("training/baseline_plain.py")
    alphabet, V = sorted(set(zen)), s["V"]
    for part in (s["train"], s["validation"]):
        ids = torch.tensor([alphabet.index(c) for c in part])
        logs = {
            "uniform": torch.zeros(V, dtype=torch.float64).log_softmax(0)[ids[1:]],
            "unigram": counted(s["train"], alphabet, 0, 1.0, ids[1:, None]),
            "bigram": counted(s["train"], alphabet, 1, 1.0, ids.unfold(0, 2, 1)),
        }
        # the snippet divides by how often a letter was seen, its last place included, where nothing follows
        last = alphabet.index(s["train"][-1])
        n = s["ones"][s["train"][-1]] + V
        logs["bigram"] = torch.where(ids[:-1] == last, logs["bigram"] + np.log((n - 1) / n), logs["bigram"])
        for name, want in logs.items():
            assert s["loss_of"](s["models"][name], part) == pytest.approx(-float(want.mean()), abs=1e-12)


@pytest.mark.parametrize("tier", ["numpy", "torch"])
def test_one_step(scope: Scope, tier: str) -> None:
    """Each step is W minus the gradient that autograd finds."""
    s = scope(f"training/one_step_{tier}.py")
    W = torch.zeros(3, 3, dtype=torch.float64, requires_grad=True)
    for _ in range(4):
        (g,) = torch.autograd.grad(F.cross_entropy(W[s["x"]], torch.tensor(int(s["y"]))), W)
        W = (W - g).detach().requires_grad_()
    got = s["W"].detach() if tier == "torch" else torch.tensor(s["W"])
    torch.testing.assert_close(got.double(), W.detach(), rtol=0, atol=1e-12 if tier == "numpy" else 1e-6)


@pytest.mark.parametrize("n", range(5))
def test_ngram(scope: Scope, zen: str, n: int) -> None:
    """The loss of each context length equals torch's, from counts, and what was printed."""
    s = scope("training/ngram_plain.py")
    alphabet = sorted(set(zen))
    row = (SNIPPETS / "training/ngram_plain.out").read_text(encoding="utf-8").splitlines()[n + 1].split()
    for part, printed in ((s["train"], row[2]), (s["validation"], row[3])):
        ids = torch.tensor([alphabet.index(c) for c in part])
        windows = ids.unfold(0, n + 1, 1)[4 - n :]
        want = -counted(s["train"], alphabet, n, 0.05, windows).mean()
        assert float(printed) == pytest.approx(float(want), abs=0.0051)
    if n == 4:  # the snippet's counters are those of its last row
        assert s["loss_of"](4, s["validation"]) == pytest.approx(float(want), abs=1e-12)


def test_ngram_overfits(scope: Scope) -> None:
    """The training loss falls with every letter of context; the validation loss turns."""
    rows = [
        line.split() for line in (SNIPPETS / "training/ngram_plain.out").read_text(encoding="utf-8").splitlines()[1:]
    ]
    training, validation = ([float(row[i]) for row in rows] for i in (2, 3))
    assert all(a > b for a, b in pairwise(training))
    assert 0 < validation.index(min(validation)) < len(validation) - 1


def test_more_text(scope: Scope, zen: str) -> None:
    """The last row equals torch's; more text gives a smaller validation loss each time."""
    s = scope("training/more_text_plain.py")
    alphabet = sorted(set(zen))
    ids = torch.tensor([alphabet.index(c) for c in s["validation"]])
    want = -counted(zen[:700], alphabet, 3, 0.05, ids.unfold(0, 4, 1)).mean()
    assert s["loss_of"](s["validation"]) == pytest.approx(float(want), abs=1e-12)
    rows = [
        line.split()
        for line in (SNIPPETS / "training/more_text_plain.out").read_text(encoding="utf-8").splitlines()[1:]
    ]
    assert all(float(a[2]) > float(b[2]) for a, b in pairwise(rows))


def test_memorised(scope: Scope, zen: str) -> None:
    """The longest copy is difflib's; the samples are those that the tiny GPT printed."""
    s = scope("training/memorised_plain.py")
    printed = (SNIPPETS / "training/tiny_gpt.out").read_text(encoding="utf-8")
    for step, sample in s["written"].items():
        line = next(row for row in printed.splitlines() if row.startswith(f"{step:4} "))
        assert line.endswith(repr(sample))
        match = difflib.SequenceMatcher(None, sample, s["train"], autojunk=False).find_longest_match()
        assert s["longest_copy"](sample, s["train"]) == sample[match.a : match.a + match.size]
    assert s["longest_copy"]("###" + zen[5:20], zen) == zen[5:20]  # up to the last letter


# ---------------------------------------------------------------- the tiny GPT


def reference(s: dict[str, Any]) -> Any:
    """transformers' GPT-2 of the same shape, with the tiny GPT's parameters, in float64."""
    from transformers import GPT2Config, GPT2LMHeadModel

    config = GPT2Config(
        vocab_size=s["V"], n_positions=s["T"], n_embd=s["C"], n_layer=s["N"], n_head=s["H"], activation_function="gelu",
        attn_pdrop=0, embd_pdrop=0, resid_pdrop=0, attn_implementation="eager",
    )  # fmt: skip
    theirs = GPT2LMHeadModel(config).double()
    ours = s["model"].state_dict()
    state = {"transformer.wte.weight": ours["token.weight"], "transformer.wpe.weight": ours["position.weight"]}
    for n in range(s["N"]):
        parts = {"attn.c_attn": "qkv", "attn.c_proj": "out", "mlp.c_fc": "up", "mlp.c_proj": "down"}
        for their, our in parts.items():
            state[f"transformer.h.{n}.{their}.weight"] = ours[f"{our}.{n}.weight"].T  # they keep (in, out)
            state[f"transformer.h.{n}.{their}.bias"] = ours[f"{our}.{n}.bias"]
        for letter in ("weight", "bias"):
            state[f"transformer.h.{n}.ln_1.{letter}"] = ours[f"norms.{2 * n}.{letter}"]
            state[f"transformer.h.{n}.ln_2.{letter}"] = ours[f"norms.{2 * n + 1}.{letter}"]
    for letter in ("weight", "bias"):
        state[f"transformer.ln_f.{letter}"] = ours[f"norms.{2 * s['N']}.{letter}"]
    missing, unexpected = theirs.load_state_dict(state, strict=False)
    assert missing == ["lm_head.weight"] and not unexpected  # tied to wte
    return theirs


def test_tiny_gpt_equals_gpt2(scope: Scope) -> None:
    """Scores, loss and the gradient of every parameter equal those of transformers' GPT-2, after training."""
    s = scope(PATH)
    theirs, ours = reference(s), s["model"]
    ids = s["train"][:33][None]
    torch.testing.assert_close(ours(ids[:, :-1]), theirs(ids[:, :-1]).logits, rtol=0, atol=1e-10)
    loss, want = ours.loss(ids), F.cross_entropy(theirs(ids[:, :-1]).logits[0], ids[0, 1:])
    torch.testing.assert_close(loss, want, rtol=0, atol=1e-10)
    ours.zero_grad()
    loss.backward()
    want.backward()
    grads = {name: p.grad for name, p in theirs.transformer.named_parameters()}
    torch.testing.assert_close(ours.token.weight.grad, grads["wte.weight"], rtol=0, atol=1e-10)
    torch.testing.assert_close(ours.qkv[1].weight.grad.T, grads["h.1.attn.c_attn.weight"], rtol=0, atol=1e-10)
    torch.testing.assert_close(ours.down[0].bias.grad, grads["h.0.mlp.c_proj.bias"], rtol=0, atol=1e-10)
    torch.testing.assert_close(ours.norms[-1].bias.grad, grads["ln_f.bias"], rtol=0, atol=1e-10)


def test_tiny_gpt_trains_as_printed(scope: Scope) -> None:
    """From ln V to less than 0.5 on the training text; the validation loss turns, and ends above ln V: overfitting."""
    s = scope(PATH)
    lines = (SNIPPETS / "training/tiny_gpt.out").read_text(encoding="utf-8").splitlines()[2:8]
    training, validation = ([float(line.split()[i]) for line in lines] for i in (1, 2))
    assert training[0] == pytest.approx(np.log(s["V"]), abs=0.05)
    assert training[-1] < 0.5 and all(a > b for a, b in pairwise(training))
    assert min(validation) < validation[0] < np.log(s["V"]) + 0.1 < validation[-1]
    assert validation.index(min(validation)) == 2  # step 50


def test_tiny_gpt_moved(scope: Scope) -> None:
    """The printed changes are those of the parameters, kind by kind; parameters are counted once, the head is tied."""
    s = scope(PATH)
    assert sum(p.numel() for p in reference(s).parameters()) == sum(map(torch.numel, s["start"])) == 60_336
    for part in ("token", "qkv", "down"):
        at = [i for i, (name, _) in enumerate(s["model"].named_parameters()) if part in name and "weight" in name]
        new = [p.detach() for p in s["model"].parameters()]
        moved = torch.cat([(new[i] - s["start"][i]).flatten() for i in at])
        want = moved.norm() / len(moved) ** 0.5
        printed = next(
            r
            for r in (SNIPPETS / "training/tiny_gpt.out").read_text(encoding="utf-8").splitlines()
            if r.startswith(part)
        )
        assert float(printed.split()[-1]) == pytest.approx(float(want), abs=0.0011)


# ---------------------------------------------------------------- exercises


def test_solve_start(scope: Scope) -> None:
    """The spread is scipy's; the loss is torch's mean over every target; the formula is the mean of exp of a normal."""
    s = scope("training/solve_start_plain.py")
    assert np.allclose(s["normal"], stats.norm.ppf(s["places"]), atol=1e-9)
    z = torch.tensor(s["z"], dtype=torch.float64)
    assert s["L"] == pytest.approx(float(-z.log_softmax(0).mean()), abs=1e-6)
    for size in (0.1, 1.0, 2.0):
        mean = stats.norm(scale=size).expect(np.exp, lb=-12 * size, ub=12 * size + 9)
        assert np.log(mean) == pytest.approx(size**2 / 2)


def test_solve_leak(scope: Scope) -> None:
    """The last fit's loss is torch's, and cannot fall below the entropy of the next letter given this one."""
    s = scope("training/solve_leak.py")
    scores, y = torch.tensor(s["W"])[torch.tensor(s["x"])], torch.tensor(s["y"])
    assert s["L"] == pytest.approx(float(F.cross_entropy(scores, y)), abs=1e-2)
    pairs = Counter(zip(s["x"].tolist(), s["y"].tolist(), strict=True))
    ones = Counter(s["x"].tolist())
    floor = -sum(n * np.log(n / ones[a]) for (a, _), n in pairs.items()) / len(s["x"])
    assert floor < s["L"]


def test_solve_split(scope: Scope) -> None:
    """Counted again with one flag a letter."""
    s = scope("training/solve_split.py")
    flags = np.zeros(s["letters"], bool)
    flags[:700] = True
    hidden = [int((~flags[i : i + s["T"] + 1]).sum()) for i in range(700, s["letters"] - s["T"])]
    assert s["hidden"] == hidden


def test_solve_epochs(scope: Scope) -> None:
    """BERT's paper says about 40 epochs (Devlin 2019, A.2); the tiny GPT's numbers are those of its file."""
    s, gpt = scope("training/solve_epochs.py"), scope(PATH)
    assert round(s["epochs"]) == 40
    steps, B, T, text = s["runs"]["tiny GPT"]
    assert (steps, B, T, text) == (gpt["step"], gpt["places"].shape[0], gpt["T"], len(gpt["train"]))
