"""Lab 6: fine-tuning against transformers, SciPy, the raw file, and the calculus of LoRA."""

import copy
import json
import tarfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import safetensors.torch
import torch
from scipy.optimize import minimize
from scipy.stats import sem

Lab = Callable[..., dict[str, Any]]
BOUND = 1e-12


@pytest.fixture
def names(lab: Lab) -> dict[str, Any]:
    """The names that the whole lab leaves behind."""
    return lab("finetuning")


def transformers_model(names: dict[str, Any], state: dict[str, torch.Tensor]) -> Any:
    """BertModel of transformers in float64, with a state_dict of ours."""
    from transformers import BertConfig, BertModel

    config = BertConfig(hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536)
    model = BertModel(config).double().eval()
    theirs = {name: next(iter(names["convert"]({name: p}))) for name, p in model.state_dict().items()}
    model.load_state_dict({name: state[mine].double() for name, mine in theirs.items()})
    return model


def batch(part: list[tuple[list[int], int, str]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids filled up with zeros, which of them are real, and the labels."""
    ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(i) for i, _, _ in part], batch_first=True)
    real = (ids != 0).long()  # [PAD] stands in no text
    return ids, real, torch.tensor([float(y) for _, y, _ in part], dtype=torch.float64)


def their_mean(model: Any, ids: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    """Mean of transformers' states over the real tokens: (B, C)."""
    states = model(ids, attention_mask=real).last_hidden_state
    return torch.stack([row[keep.bool()].mean(0) for row, keep in zip(states, real, strict=True)])


def merged(bert: Any) -> dict[str, torch.Tensor]:
    """The state_dict of a model of the lab, with every LoRA change (scale 2) added into its matrix."""
    state = {name.replace(".frozen", ""): p.clone() for name, p in bert.state_dict().items()}
    for name in [name for name in state if name.endswith(".A")]:
        A, B = state[name], state[name[:-1] + "B"]
        state[name[:-1] + "weight"] += 2 * torch.einsum("or,ri->oi", B, A)
    return state


def test_tuned_models_equal_those_of_transformers(
    names: dict[str, Any], record_property: Callable[[str, object], None]
) -> None:
    """The states of every tuned model (LoRA as merged), and with its head the answers that the lab counted."""
    worst = 0.0
    for way, (bert, head) in names["tuned"].items():
        ours = copy.deepcopy(bert).double()
        theirs = transformers_model(names, merged(ours))
        found = []
        for start in range(0, 400, 100):
            part = names["test"][start : start + 100]
            ids, real, y = batch(part)
            with torch.no_grad():
                mean = their_mean(theirs, ids, real)
                worst = max(worst, (names["pooled"](ours, part)[0] - mean).abs().max().item())
            found.append((mean @ head.weight[0].double() + head.bias.double() > 0) == (y > 0))
        agree = (torch.cat(found).float() == names["hits"][way][-1]).float().mean()
        assert agree >= 0.99, way  # a score near zero may round to either side in float32
    assert worst < BOUND
    record_property(
        "lab_parity", json.dumps({"lab": "finetuning", "with": "transformers' BertModel", "largest": worst})
    )


def lora_and_merged(names: dict[str, Any]) -> tuple[Any, Any]:
    """A LoRA model of the lab with a random change, and transformers' with W + 2BA, both in float64."""
    torch.manual_seed(1)
    ours = names["build"]("LoRA")[0].double()
    for block in ours.blocks:
        for part in (block.attention.q, block.attention.v):
            part.B.data = torch.randn(384, 4, dtype=torch.float64) / 20
    return ours, transformers_model(names, merged(ours))


def test_lora_is_the_merged_matrix(names: dict[str, Any]) -> None:
    """Beside the frozen matrices or added into them: the same states. Without its change: MiniLM."""
    ours, theirs = lora_and_merged(names)
    ids, real, _ = batch(names["test"][200:232])
    with torch.no_grad():
        mine, _ = names["pooled"](ours, names["test"][200:232])
        assert (mine - their_mean(theirs, ids, real)).abs().max() < BOUND
        fresh, _ = names["pooled"](names["build"]("LoRA")[0], names["test"][200:232])
        plain, _ = names["pooled"](names["base"], names["test"][200:232])
    assert torch.equal(fresh, plain)


def test_lora_gradient_by_the_chain_rule(names: dict[str, Any]) -> None:
    """From the gradient G of the merged matrix: 2 G Aᵀ for B and 2 Bᵀ G for A, and nothing else gets any."""
    ours, theirs = lora_and_merged(names)
    head = torch.nn.Linear(384, 1).double()
    part = names["test"][100:132]
    ids, real, y = batch(part)
    x, label = names["pooled"](ours, part)
    names["loss"](head, x, label.double()).backward()
    p = torch.sigmoid(head(their_mean(theirs, ids, real))[:, 0])
    (-(y * p.log() + (1 - y) * (1 - p).log()).mean()).backward()
    trained = {name for name, p in ours.named_parameters() if p.grad is not None}
    assert trained == {f"blocks.{n}.attention.{k}.{m}" for n in range(6) for k in "qv" for m in "AB"}
    for block, layer in zip(ours.blocks, theirs.encoder.layer, strict=True):
        for kind, other in (("q", "query"), ("v", "value")):
            mine, G = getattr(block.attention, kind), getattr(layer.attention.self, other).weight.grad
            scale = G.abs().max()
            assert (mine.B.grad - 2 * G @ mine.A.data.T).abs().max() < 1e-10 * scale
            assert (mine.A.grad - 2 * mine.B.data.T @ G).abs().max() < 1e-10 * scale


def test_bitfit_moves_biases_and_nothing_else(names: dict[str, Any]) -> None:
    """Against the bytes of the file: every weight is the same bit for bit, every bias but the keys moved."""
    raw = names["convert"](safetensors.torch.load(names["found"]["model.safetensors"].read_bytes()))
    raw = {name: p for name, p in raw.items() if "head" not in name}
    after = names["tuned"]["biases"][0].state_dict()
    same = {name for name, p in raw.items() if torch.equal(after[name], p)}
    assert {name for name in raw if not name.endswith("bias")} <= same
    assert not any(name.endswith("bias") for name in same if "attention.k" not in name)
    assert sum(p.numel() for name, p in raw.items() if name.endswith("bias")) == names["counts"]["biases"] == 25_728
    assert sum(p.numel() for p in raw.values()) == names["counts"]["all"] == 22_565_376
    assert names["counts"]["LoRA"] == 6 * 2 * (4 * 384 + 384 * 4)
    frozen = names["tuned"]["frozen"][0].state_dict()
    assert all(torch.equal(frozen[name], p) for name, p in raw.items())


def test_key_biases_get_no_gradient(names: dict[str, Any]) -> None:
    """By autograd in float64, against the gradient of the queries' biases."""
    bert = names["build"]("biases")[0].double()
    head = torch.nn.Linear(384, 1).double()
    x, y = names["pooled"](bert, names["test"][:8])  # few, since a graph in float64 takes gigabytes
    names["loss"](head, x, y.double()).backward()
    for block in bert.blocks:
        a = block.attention
        assert a.k.bias.grad.abs().max() < 1e-12 * a.q.bias.grad.abs().max()


def test_full_run_moves_the_rows_of_the_tokens_it_saw(names: dict[str, Any]) -> None:
    """The rows of the token table that differ from the file's are those of the 128 sentences (and of the filling)."""
    raw = names["convert"](safetensors.torch.load(names["found"]["model.safetensors"].read_bytes()))["token.weight"]
    after = names["tuned"]["all"][0].token.weight.detach()
    rows = set(np.unique(np.argwhere(after.numpy() != raw.numpy())[:, 0]).tolist())
    torch.manual_seed(names["SEEDS"][-1])
    part = [names["pool"][i] for i in torch.randperm(len(names["pool"]))[:128]]
    drawn = {i for ids, _, _ in part for i in ids} | {0}
    assert rows <= drawn and len(rows) > 0.95 * len(drawn)


def test_frozen_head_is_the_penalised_logistic_regression(names: dict[str, Any]) -> None:
    """SciPy finds the minimum of the same loss on transformers' states; it answers as the lab's head does."""
    theirs = transformers_model(names, names["base"].state_dict())
    torch.manual_seed(names["SEEDS"][-1])
    part = [names["pool"][i] for i in torch.randperm(len(names["pool"]))[:128]]
    with torch.no_grad():
        ids, real, label = batch(part)
        x = their_mean(theirs, ids, real).numpy()
        ids, real, _ = batch(names["test"])
        asked = their_mean(theirs, ids, real).numpy()
    sign, penalty = 2 * label.numpy() - 1, names["BEST"]["frozen"]

    def loss(w: np.ndarray) -> float:
        return float(np.logaddexp(0, -sign * (x @ w[:-1] + w[-1])).mean() + penalty / 2 * (w @ w))

    def slope(w: np.ndarray) -> np.ndarray:
        g = -sign / (1 + np.exp(sign * (x @ w[:-1] + w[-1]))) / len(sign)
        return np.append(x.T @ g, g.sum()) + penalty * w

    best = minimize(loss, np.zeros(385), jac=slope, method="L-BFGS-B").x
    _, head = names["tuned"]["frozen"]
    mine = asked @ head.weight[0].detach().numpy() + head.bias.item() > 0
    assert ((asked @ best[:-1] + best[-1] > 0) == mine).mean() > 0.985


def test_standard_errors(names: dict[str, Any]) -> None:
    """Means and standard errors of the scores and of the paired differences, by NumPy and SciPy."""
    hits = {way: hit.mean(1).double().numpy() for way, hit in names["hits"].items()}
    for one, other in names["PAIRS"]:
        d = hits[one] - hits[other]
        np.testing.assert_allclose(names["summary"](torch.tensor(d)), (d.mean(), sem(d)), rtol=1e-9)
    for hit in names["hits"].values():
        assert hit.shape == (5, 400) and set(hit.unique().tolist()) <= {0.0, 1.0}


def test_sentences_and_their_split(names: dict[str, Any]) -> None:
    """Labels as in the archive, 500 of each kind a site; no sentence is both learned from and tested."""
    known: dict[str, set[int]] = {}
    with tarfile.open(names["archive"]) as members:
        for site in ("amazon", "imdb", "yelp"):
            file = members.extractfile(f"package/test/fixtures/{site}.json")
            assert file
            rows = [row for row in json.load(file) if row["text"]]
            assert [sum(row["class"] == c for row in rows) for c in (0, 1)] == [500, 500]
            for row in rows:
                known.setdefault(row["text"].strip(), set()).add(row["class"])
    parts = [names["test"], names["validation"], names["pool"]]
    sets = [{text for _, _, text in part} for part in parts]
    assert sum(map(len, sets)) == len(set().union(*sets)) == sum(map(len, parts))
    assert all(known[text] == {y} for part in parts for _, y, text in part)
