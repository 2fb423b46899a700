"""Lab 2: the same biases at zero in transformers' BERT, the probabilities by SciPy, and the keys' gradient."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
import torch

Lab = Callable[..., dict[str, Any]]
THEIRS = {  # which biases of transformers' names each kind is
    "key": ("self.key",),
    "query": ("self.query",),
    "value": ("self.value",),
    "output": ("attention.output.dense",),
    "up": ("intermediate.dense",),
    "norms": ("LayerNorm",),
    "all": ("",),
}


@pytest.fixture
def theirs(lab: Lab) -> Any:
    """BertModel of transformers with the tensors of the same file."""
    from transformers import BertConfig, BertModel

    names = lab("biases")
    config = BertConfig(
        hidden_size=384,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=1536,
        attn_implementation="eager",
    )
    model = BertModel(config).double().eval()
    model.load_state_dict({k: v.double() for k, v in names["state"].items() if "position_ids" not in k})
    return model


def embed(model: Any, tokenizer: Any, texts: list[str]) -> torch.Tensor:
    """Mean of the real tokens' last states, of length one, by a loop over texts without padding."""
    rows = []
    for text in texts:
        encoded = tokenizer.encode(text)
        ids = [i for i, real in zip(encoded.ids, encoded.attention_mask, strict=True) if real]
        with torch.no_grad():
            rows.append(model(torch.tensor([ids])).last_hidden_state[0].mean(0))
    return torch.nn.functional.normalize(torch.stack(rows), dim=1)


def test_embeddings_equal_transformers(lab: Lab, theirs: Any, record_property: Callable[[str, object], None]) -> None:
    """Every sentence of the task, in float64."""
    names = lab("biases")
    bert = copy.deepcopy(names["bert"]).double()
    rows = names["tokenizer"].encode_batch(names["documents"])
    ids, real = (torch.tensor([getattr(row, what) for row in rows]) for what in ("ids", "attention_mask"))
    with torch.no_grad():
        states = bert.states(ids, real=real) * real[:, :, None]
    ours = torch.nn.functional.normalize(states.sum(1), dim=1)
    worst = (ours - embed(theirs, names["tokenizer"], names["documents"])).abs().max().item()
    assert worst < 1e-12
    record_property("lab_parity", json.dumps({"lab": "biases", "with": "transformers' BertModel", "largest": worst}))


@pytest.mark.parametrize("kind", THEIRS)
def test_zeroed_biases_rank_alike(kind: str, lab: Lab, theirs: Any) -> None:
    """Cosines to four digits; ranks may part only where two sentences score alike to the last digits of float32."""
    names = lab("biases")
    kept = embed(theirs, names["tokenizer"], names["documents"])
    with torch.no_grad():
        for name, p in theirs.named_parameters():
            if name.endswith("bias") and "pooler" not in name and any(part in name for part in THEIRS[kind]):
                p.zero_()
    d = embed(theirs, names["tokenizer"], names["documents"])
    q = embed(theirs, names["tokenizer"], list(names["queries"]))
    scores = q @ d.T
    ranks = (scores > scores.diagonal()[:, None]).sum(1) + 1
    cosine, found = names["table"][kind]
    assert abs((d * kept).sum(1).mean().item() - cosine) < 1e-4
    assert (ranks != found).sum() <= 1, f"{kind}: {(ranks != found).sum()} ranks differ"


def test_probabilities_equal_scipy(lab: Lab) -> None:
    """McNemar's exact test is a two-sided binomial test of a half."""
    from scipy.stats import binomtest

    names = lab("biases")
    for kind, (_, rank) in names["table"].items():
        lost = int(((names["first"] == 1) & (rank > 1)).sum())
        gained = int(((names["first"] > 1) & (rank == 1)).sum())
        want = binomtest(lost, lost + gained).pvalue if lost + gained else 1.0
        assert names["luck"][kind] == pytest.approx(want), kind


def test_key_biases_have_no_gradient(lab: Lab) -> None:
    """Autograd through the whole model: the keys' biases get rounding, the queries' get a thousand times more."""
    names = lab("biases")
    bert = copy.deepcopy(names["bert"]).double()
    ids = torch.tensor([names["tokenizer"].encode(names["documents"][0]).ids])
    torch.manual_seed(0)
    (bert.states(ids) * torch.rand(1, 1, 384, dtype=torch.float64)).sum().backward()
    sizes = {
        kind: max(p.grad.abs().max().item() for n, p in bert.named_parameters() if f"attention.{kind}.bias" in n)
        for kind in "qk"
    }
    assert sizes["k"] < 1e-12 < 1e-4 < sizes["q"]


def test_every_question_has_one_answer(lab: Lab) -> None:
    """Sixty questions and more sentences, all different, and none that holds its question's words alone."""
    names = lab("biases", until="sentences to choose from")
    assert len(names["queries"]) == 60 and len(set(names["documents"])) == len(names["documents"]) == 92
