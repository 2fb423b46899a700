"""Lab 1: our BERT with MiniLM's weights against transformers', and the lab's figures against the raw file."""

import copy
import json
import math
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

Lab = Callable[..., dict[str, Any]]
BOUND = 1e-12
TEXTS = ("A cat sleeps on the roof.", "Attention!", "The bank raised its rates, and the river rose over its banks.")


@pytest.fixture
def theirs(lab: Lab) -> Any:
    """BertModel of transformers in float64, with the tensors of the same file under the names that it has there."""
    from transformers import BertConfig, BertModel

    names = lab("encoder", until="texts =")
    keep = ("vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size")
    config = BertConfig(**{k: names["config"][k] for k in keep}, attn_implementation="eager")
    model = BertModel(config).double().eval()
    state = {k: v.double() for k, v in names["state"].items() if "position_ids" not in k}
    model.load_state_dict(state)
    return model


def test_states_equal_those_of_transformers(
    lab: Lab, theirs: Any, record_property: Callable[[str, object], None]
) -> None:
    """Every state of every layer, and every attention weight, on texts of different lengths in one padded batch."""
    names = lab("encoder", until="texts =")
    bert = copy.deepcopy(names["bert"]).double()
    encoded = [names["tokenizer"].encode(text).ids for text in TEXTS]
    longest = max(map(len, encoded))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in encoded])
    real = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in encoded])
    ours: list[torch.Tensor] = []
    for block in bert.blocks:
        block.register_forward_hook(lambda module, inputs, output: ours.append(output))
    with torch.no_grad():
        last = bert.states(ids, real=real)
        found = theirs(ids, attention_mask=real, output_hidden_states=True, output_attentions=True)
    where = real.bool()
    worst = (last - found.last_hidden_state)[where].abs().max().item()
    for mine, hidden in zip(ours, found.hidden_states[1:], strict=True):
        worst = max(worst, (mine - hidden)[where].abs().max().item())
    for block, weights in zip(bert.blocks, found.attentions, strict=True):
        worst = max(worst, (block.attention.map - weights).transpose(1, 2)[where].abs().max().item())
    assert worst < BOUND
    record_property("lab_parity", json.dumps({"lab": "encoder", "with": "transformers' BertModel", "largest": worst}))


def raw_tensors(data: bytes) -> dict[str, np.ndarray]:
    """The tensors of a safetensors file, read by its published layout: a length, a JSON header, the numbers."""
    (length,) = struct.unpack("<Q", data[:8])
    header, body = json.loads(data[8 : 8 + length]), data[8 + length :]
    return {
        name: np.frombuffer(body[slice(*entry["data_offsets"])], np.float32).reshape(entry["shape"])
        for name, entry in header.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }


def test_spreads_of_the_raw_file(lab: Lab) -> None:
    """Standard deviations, lengths and the largest weight, by NumPy from the bytes of the file."""
    names = lab("encoder")
    raw = raw_tensors(names["data"])
    theirs = {"query": "attention.self.query", "down": "output.dense", "output": "attention.output.dense"}
    for kind, name in theirs.items():
        spread = [raw[f"encoder.layer.{n}.{name}.weight"].std(ddof=1) for n in range(6)]
        np.testing.assert_allclose(names["spread"][kind], spread, rtol=1e-5)
    down = raw["encoder.layer.0.output.dense.weight"]
    assert np.unravel_index(np.abs(down).argmax(), down.shape) == (names["row"], names["unit"])
    assert math.isclose(down[names["row"], names["unit"]], names["down"][names["row"], names["unit"]].item())
    lengths = np.linalg.norm(raw["embeddings.position_embeddings.weight"], axis=1)
    np.testing.assert_allclose(names["lengths"], lengths, rtol=1e-5)
    counted = sum(tensor.size for tensor in raw.values())
    assert counted == names["total"] == 22_713_216
    assert sum(t.size for name, t in raw.items() if name.endswith("bias")) == names["biases"]


def test_embeddings_keep_their_meaning_in_transformers(lab: Lab, theirs: Any) -> None:
    """The cosines that the lab prints, from transformers' states, whose mean is taken here."""
    names = lab("encoder")
    rows = []
    for text in names["texts"]:
        ids = torch.tensor([names["tokenizer"].encode(text).ids])
        with torch.no_grad():
            rows.append(theirs(ids).last_hidden_state[0].mean(0).numpy())
    e = np.stack([row / np.linalg.norm(row) for row in rows])
    np.testing.assert_allclose(names["e"] @ names["e"].T, e @ e.T, atol=1e-5)
