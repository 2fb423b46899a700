"""Lab 5: our T5 with the package's weights against transformers'; test_translator_graph.py has the package's graph."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from tools.pairs import exact

Lab = Callable[..., dict[str, Any]]
Record = Callable[[str, object], None]
BOUND = 1e-10  # float64; scores are as large as 60
PROMPT = "translate English to German: "
TEXTS = (
    "My brother lives in Berlin.",
    "Is this review positive or negative? I loved every minute of it.",
    PROMPT + "Yesterday my mother drank a cup of tea, and then she went to see the old church on the hill.",
)
ANSWERS = ("Mein Bruder wohnt in Berlin.", "positive", "Gestern trank meine Mutter eine Tasse Tee.")


@pytest.fixture(scope="module")
def theirs() -> Any:
    """T5ForConditionalGeneration in float64, its tensors those that the lab read, all of them."""
    from transformers import T5Config, T5ForConditionalGeneration

    from tools.labs.source import scope

    names = scope("translator", until="SENTENCES =")
    config = T5Config(
        vocab_size=32128,
        d_model=512,
        d_kv=64,
        d_ff=1024,
        num_layers=8,
        num_heads=6,
        feed_forward_proj="gated-gelu",
        tie_word_embeddings=False,
        attn_implementation="eager",
    )
    with torch.device("meta"):  # without numbers of its own, which would take another gigabyte
        model = T5ForConditionalGeneration(config).eval()
    state = {name: tensor.double() for name, tensor in names["state"].items()}
    state["decoder.embed_tokens.weight"] = state["shared.weight"]  # one table, read twice
    model.lm_head.weight = torch.nn.Parameter(torch.empty_like(model.lm_head.weight))  # tied when it was made
    model.load_state_dict(state, assign=True)
    assert torch.equal(model.shared.weight, state["shared.weight"])
    return model


def batch(texts: list[list[int]]) -> torch.Tensor:
    """Lists of ids, padded with 0 to the longest."""
    return torch.nn.utils.rnn.pad_sequence([torch.tensor(t) for t in texts], batch_first=True)


def test_scores_and_maps_equal_those_of_transformers(lab: Lab, theirs: Any, record_property: Record) -> None:
    """Scores and the weights of all three attentions, for a padded batch of texts and answers."""
    names = lab("translator", until="SENTENCES =")
    # The lab's own model, since a copy takes half a gigabyte; the way back from float64 loses nothing.
    t5, encode = names["t5"].double(), names["tokenizer"].encode
    ids = batch([encode(t).ids for t in TEXTS])
    inputs = batch([[0, *encode(t).ids[:-1]] for t in ANSWERS])
    lengths = [len(encode(t).ids) for t in ANSWERS]
    real = (ids != 0).long()
    with torch.no_grad(), exact():
        mine = t5(ids, inputs, real=real)
        found = theirs(ids, attention_mask=real, decoder_input_ids=inputs, output_attentions=True, use_cache=False)
    t5.float()
    worst = 0.0
    for row, length in enumerate(lengths):
        worst = max(worst, (mine - found.logits)[row, :length].abs().max().item())
        for n in range(8):
            near = slice(0, int(real[row].sum()))
            pairs = (
                (t5.encoder[n].attention, found.encoder_attentions[n], near),
                (t5.decoder[n].attention, found.decoder_attentions[n], slice(0, length)),
                (t5.decoder[n].cross, found.cross_attentions[n], slice(0, length)),
            )
            for ours, weights, rows in pairs:
                worst = max(worst, (ours.map - weights)[row, :, rows].abs().max().item())
    assert worst < BOUND
    record_property("lab_parity", json.dumps({"lab": "translator", "with": "transformers' T5", "largest": worst}))


def aligned(names: dict[str, Any], theirs: Any) -> dict[str, list[list[list[bool]]]]:
    """[kind][word][layer][head]: whether the largest weight lies right, by loops over transformers' maps."""
    encode = names["tokenizer"].encode
    result: dict[str, list[list[list[bool]]]] = {"just read": [], "to be written": []}
    for line in names["ALIGNED"].strip().splitlines():
        english, marked = line.split(" | ")
        german = [part.rpartition("-")[::2] for part in marked.split()]
        source, out = encode(PROMPT + english), encode(" ".join(w for w, _ in german) + ".")
        with torch.no_grad():
            found = theirs(
                torch.tensor([source.ids]),
                decoder_input_ids=torch.tensor([[0, *out.ids[:-1]]]),
                output_attentions=True,
                use_cache=False,
            )
        words: dict[str, list[list[int]]] = {"source": [], "out": []}
        for side, tokens in (("source", source.tokens), ("out", out.tokens)):
            for place, token in enumerate(tokens):
                if token.startswith("▁"):
                    words[side].append([])
                if token not in (".", "</s>"):
                    words[side][-1].append(place)
        words["source"] = words["source"][4:]  # without the prompt
        assert len(words["out"]) == len(german) and len(words["source"]) == len(english.split())
        for places, (_, numbers) in zip(words["out"], german, strict=True):
            gold = {int(n) - 1 for n in numbers.split(",")}
            for kind, later in (("just read", 1), ("to be written", 0)):
                grid = []
                for layer in found.cross_attentions:
                    row = []
                    for head in layer[0].tolist():
                        sums = [sum(head[p + later][s] for p in places for s in w) for w in words["source"]]
                        row.append(sums.index(max(sums)) in gold)
                    grid.append(row)
                result[kind].append(grid)
    return result


def test_alignment_counted_again(lab: Lab, theirs: Any) -> None:
    """Words right of each head, by plain loops over the maps of transformers' model."""
    names = lab("translator", until='print("where layer 3')
    again = aligned(names, theirs)
    for kind, grids in again.items():
        count = np.array(grids).sum(0)
        assert len(grids) == 100
        np.testing.assert_allclose(names["heads"][kind].sum(-1).numpy(), count, atol=1)  # a near tie may flip
    late = [grid[2][3] for n, grid in enumerate(again["just read"]) if not names["odd"][n]]
    assert sum(late) / len(late) == pytest.approx(names["held"][2, 3], abs=0.02)
    # Guessing by place is what np.linspace does: the middle of each German word, on the English scale.
    for (_, words, gold), start in zip(
        names["PAIRS"], np.cumsum([0] + [len(p[1]) for p in names["PAIRS"]]), strict=False
    ):
        middles = np.linspace(0, gold.shape[1], 2 * len(words) + 1)[1::2]
        want = [float(gold[g, int(place)]) for g, place in enumerate(middles)]
        assert names["diagonal"][start : start + len(words)].tolist() == want


def test_losses_without_heads(lab: Lab, theirs: Any) -> None:
    """The rises of the loss, by transformers' model whose output matrices lose the heads' columns."""
    names = lab("translator")
    labels = names["out"].masked_fill(names["out"] == 0, -100)

    def loss(parts: list[tuple[int, int]]) -> float:
        kept = [block.layer[1].EncDecAttention.o.weight.clone() for block in theirs.decoder.block]
        with torch.no_grad():
            for n, h in parts:
                theirs.decoder.block[n].layer[1].EncDecAttention.o.weight[:, 64 * h : 64 * h + 64] = 0
            value = theirs(
                names["ids"],
                attention_mask=(names["ids"] != 0).long(),
                decoder_input_ids=names["inputs"],
                labels=labels,
            ).loss.item()
            for block, weight in zip(theirs.decoder.block, kept, strict=True):
                block.layer[1].EncDecAttention.o.weight.copy_(weight)
        return float(value)

    whole = loss([])
    assert whole == pytest.approx(names["whole"], abs=1e-3)
    everything = [(n, h) for n in range(8) for h in range(6)]
    for what, parts in {
        "layer 3, head 4": [(2, 3)],
        "layers 1 to 3": everything[:18],
        "layers 6 to 8": everything[30:],
        "all 48 heads": everything,
    }.items():
        assert loss(parts) - whole == pytest.approx(names["rise"][what], abs=1e-3)
    costs = torch.tensor([loss([(n, h)]) - whole for n, h in everything[30:36]])
    torch.testing.assert_close(costs, names["cost"][5], atol=1e-3, rtol=0)
    assert names["cost"][:3].max() < 0.1  # "no other in its layers much more"
