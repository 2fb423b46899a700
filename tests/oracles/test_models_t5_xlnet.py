"""Oracles of the pages on T5 and XLNet: transformers' modules, its starting values, its counts."""

import math
from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
import torch
import transformers

from tools import census
from tools.pairs import VARIANTS, config, read

Scope = Callable[[str], dict[str, Any]]
SIZES = {
    "seed": 5, "B": 1, "T": 7, "U": 6, "V": 17, "P": 20, "H": 2, "K": 2, "D": 3, "C": 6, "F": 9, "N": 1,
    "padded": False, "cached": False, "segments": True,
}  # fmt: skip


def test_t5_scale(scope: Scope) -> None:
    """Smaller queries give the divided scores exactly; transformers starts T5's queries and keys with these spreads."""
    s = scope("models/t5_scale.py")
    assert torch.allclose(s["smaller"], s["divided"], atol=1e-12)
    assert s["spreads"] == pytest.approx([math.sqrt(s["D"]), 1, 1], rel=0.05)
    sizes = {"vocab_size": 9, "d_model": 256, "num_heads": 2, "d_kv": 64, "d_ff": 8, "num_layers": 1}
    torch.manual_seed(0)
    layer = transformers.T5Model(config(transformers.T5Config, **sizes)).encoder.block[0].layer[0].SelfAttention
    assert layer.q.weight.std().item() == pytest.approx((256 * 64) ** -0.5, rel=0.05)
    assert layer.k.weight.std().item() == pytest.approx(256**-0.5, rel=0.05)


def test_solve_t5_order(scope: Scope) -> None:
    """In transformers' T5 too: an encoder's output in another order leaves the decoder's scores as they are."""
    s = scope("models/solve_t5_order.py")
    assert torch.allclose(s["before"], s["after"], atol=1e-12)
    model = VARIANTS[3].theirs(SIZES).double().eval()
    inputs, read_vectors = torch.arange(4)[None], torch.rand(1, 5, SIZES["C"], dtype=torch.float64)
    outputs = [
        model(decoder_input_ids=inputs, encoder_outputs=(vectors,)).logits
        for vectors in (read_vectors, read_vectors[:, [3, 0, 4, 1, 2]])
    ]
    torch.testing.assert_close(*outputs, atol=1e-6, rtol=0)  # its norm rounds to float32
    x = s["read"].numpy()
    weights = torch.softmax(s["x"] @ s["w_q"] @ (s["read"] @ s["w_k"]).T, -1)
    assert torch.allclose(s["before"], weights @ (torch.from_numpy(x) @ s["w_v"]), atol=1e-12)


def test_solve_t5_growth(scope: Scope) -> None:
    """Both totals as the census counts them, which transformers agrees with."""
    s = scope("models/solve_t5_growth_plain.py")
    for size, shape in s["sizes"].items():
        kinds = census.census()["T5", size]
        attention, feed, embedding, rest = s["t5"](*shape)
        assert (attention, feed, embedding) == (kinds["attention"], kinds["feed-forward"], kinds["embeddings"])
        assert rest == kinds["norm gains"] + kinds["relative tables"]


def test_xlnet_biases(scope: Scope) -> None:
    """The weights are those of transformers' relative attention with the same vectors; a key bias changes nothing."""
    s = scope("models/xlnet_biases.py")
    T, D = s["T"], s["D"]
    layer = transformers.XLNetModel(
        config(transformers.XLNetConfig, vocab_size=5, d_model=D, n_head=1, d_inner=4, n_layer=1)
    ).double().layer[0].rel_attn  # fmt: skip
    with torch.no_grad():
        layer.r_w_bias.copy_(s["u_content"][None])
        layer.r_r_bias.copy_(s["u_distance"][None])
        layer.r_s_bias.copy_(s["u_segment"][None])
        layer.seg_embed.copy_(s["kinds"][:, None])

        def shaped(x: Any) -> Any:
            return x[:, None, None]  # (places, batch, heads, D)

        kinds = torch.nn.functional.one_hot(s["other"].long(), 2).double()[:, :, None]
        _, weights = layer.rel_attn_core(
            shaped(s["q"]), shaped(s["k"]), shaped(s["k"]), shaped(s["r"]), seg_mat=kinds, output_attentions=True
        )
    assert torch.allclose(s["weights"](), weights[:, :, 0, 0], atol=1e-12)
    assert s["moved"](key=s["b"]) < 1e-15
    assert s["moved"](content=0 * s["b"]) > 1e-3 and s["moved"](distance=0 * s["b"]) > 1e-3
    assert T == 5


def test_xlnet_biases_in_the_model() -> None:
    """In the whole model each of the three moves the scores."""
    variant = VARIANTS[5]
    model, _ = variant.pair(SIZES, read("xlnet"), read("load_xlnet"))
    ids, segments = torch.arange(7)[None], torch.tensor([[0, 0, 0, 1, 1, 1, 1]])
    with torch.no_grad():
        before = model(ids, segments)
        for which in range(3):
            vectors = model.blocks[0].attention.relative
            kept = vectors[which].clone()
            vectors[which] = 0
            assert (model(ids, segments) - before).abs().max() > 1e-4
            vectors[which] = kept


def test_solve_xlnet_orders(scope: Scope) -> None:
    """Masks by their definition; left to right gives torch's triangles; every order has masks of its own."""
    s = scope("models/solve_xlnet_orders_plain.py")
    content, query = s["masks"]([0, 1, 2, 3])
    assert content == torch.ones(4, 4).tril().int().tolist()
    assert query == torch.ones(4, 4).tril(-1).int().tolist()
    for order in permutations(range(4)):
        content, query = s["masks"](order)
        for i in range(4):
            before = set(order[: order.index(i)])
            assert [bool(x) for x in query[i]] == [j in before for j in range(4)]
            assert [bool(x) for x in content[i]] == [j in before | {i} for j in range(4)]
    assert len(s["different"]) == math.factorial(5)


@pytest.mark.parametrize("N", [1, 2])
def test_xlnet_memory(N: int) -> None:
    """Memory cut to the last M: one block reaches M back, two blocks 2 M; uncut, even one block reaches the start."""
    M = 3

    def third(first: int, cut: bool) -> Any:
        source: Callable[[str], str] = (
            (lambda text: text.replace("read.detach()", "read[:, -3:].detach()")) if cut else (lambda text: text)
        )
        torch.manual_seed(0)
        model = read("xlnet", source)["XLNet"](V=11, C=6, H=2, F=9, N=N)
        memory: dict[Any, Any] = {}
        ids = torch.tensor([[first, *range(1, 3 * M)]])
        with torch.no_grad():
            return [model(part, memory=memory) for part in ids.split(M, 1)][-1]

    assert torch.equal(third(9, True), third(10, True)) == (N == 1)
    assert not torch.equal(third(9, False), third(10, False))
