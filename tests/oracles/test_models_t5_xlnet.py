"""Oracles of the pages on T5 and XLNet: transformers' modules, its starting values, its counts."""

import math
from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
import torch
import transformers

from tools import census
from tools.pairs import VARIANTS, config, exact, randomise, read

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
    assert all(s["moved"](**{name: 0 * s["b"]}) > 1e-3 for name in ("content", "distance", "segment"))
    assert T == 5


def test_xlnet_biases_in_the_model() -> None:
    """In the whole model each of the three moves the scores, but the third only if there are two segments."""
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
        before = model(ids)  # one segment: its vector adds one number to a whole row
        model.blocks[0].attention.relative[2] = 0
        torch.testing.assert_close(model(ids), before, atol=1e-12, rtol=0)


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


# ---------------------------------------------------------------- what remains equal while training, and what is spare


@pytest.mark.parametrize("smaller", [True, False])
@pytest.mark.parametrize("name", ["SGD", "Adam", "Adafactor"])
def test_t5_adafactor(scope: Scope, name: str, smaller: bool) -> None:
    """The same run with T5's attention of transformers, or torch's divided one, and transformers' Adafactor."""
    s = scope("models/t5_adafactor.py")
    T, C, D = s["T"], s["C"], s["D"]
    options: dict[str, Any] = {"lr": 1.0 if name == "SGD" else 0.03}
    if name == "Adafactor":
        options["eps"] = (1e-30, 1e-3)
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)  # as in the snippet
    try:
        got = s["train"](getattr(torch.optim, name), smaller, **options)
        torch.manual_seed(0)
        x, wanted = torch.rand(T, C), (4 * torch.rand(T, T)).softmax(-1)
        start_q, start_k = torch.rand(C, D) - 0.5, torch.rand(C, D) - 0.5
        sizes = {"vocab_size": 9, "d_model": C, "num_heads": 1, "d_kv": D, "d_ff": 8, "num_layers": 1}
        encoder = transformers.T5Model(config(transformers.T5Config, **sizes)).encoder.eval()
        layer = encoder.block[0].layer[0].SelfAttention.double()
        with torch.no_grad():
            layer.q.weight.copy_(start_q.T / (math.sqrt(D) if smaller else 1))
            layer.k.weight.copy_(start_k.T)
            layer.relative_attention_bias.weight.zero_()

        def weights() -> Any:
            if smaller:
                return layer(x[None], output_attentions=True)[-1][0, 0]
            return torch.nn.functional.scaled_dot_product_attention(layer.q(x), layer.k(x), torch.eye(T))

        trained = [layer.q.weight, layer.k.weight]
        steps: Any = (
            transformers.Adafactor(trained, relative_step=False, scale_parameter=True, **options)
            if name == "Adafactor"
            else getattr(torch.optim, name)(trained, **options)
        )
        for _ in range(30):
            loss = torch.nn.functional.cross_entropy(weights().log(), wanted)
            steps.zero_grad()
            loss.backward()
            steps.step()
        torch.testing.assert_close(got, weights().detach(), atol=1e-9, rtol=0)
    finally:
        torch.set_default_dtype(before)


def test_t5_adafactor_in_the_model() -> None:
    """transformers' T5 under transformers' Adafactor: queries twice as large and halved scores give the same losses."""
    losses: dict[tuple[str, bool], list[float]] = {}
    for kind in ("Adafactor", "Adam"):
        for divided in (False, True):
            model = randomise(VARIANTS[3].theirs(SIZES | {"D": 4, "N": 2}).double().eval(), 1)
            attentions = [m for m in model.modules() if type(m).__name__ == "T5Attention"]
            with torch.no_grad():
                for m in attentions:
                    m.q.weight.mul_(2 if divided else 1)
            if divided:
                for m in attentions:
                    m.q.register_forward_hook(lambda m, inputs, out: out / 2)
            steps: Any = (
                transformers.Adafactor(model.parameters(), lr=0.03, eps=(1e-30, 1e-3), relative_step=False)
                if kind == "Adafactor"
                else torch.optim.Adam(model.parameters(), lr=0.03)
            )
            ids = torch.arange(7)[None]
            losses[kind, divided] = []
            for _ in range(10):
                with exact():
                    scores = model(input_ids=ids, decoder_input_ids=ids).logits
                loss = torch.nn.functional.cross_entropy(scores[0], ids[0].flip(0))
                steps.zero_grad()
                loss.backward()
                steps.step()
                losses[kind, divided].append(loss.item())
    assert losses["Adafactor", True] == pytest.approx(losses["Adafactor", False], abs=1e-7)
    assert abs(losses["Adam", True][-1] - losses["Adam", False][-1]) > 1e-4


def test_solve_t5_table(scope: Scope) -> None:
    """The rows used and the spare number, in transformers' T5; its buckets for these distances."""
    s = scope("models/solve_t5_table.py")
    model = randomise(VARIANTS[3].theirs(SIZES).double().eval(), 1)
    attention = model.encoder.block[0].layer[0].SelfAttention
    theirs = attention._relative_position_bucket(s["ahead"], bidirectional=True, num_buckets=32, max_distance=128)
    assert torch.equal(theirs, s["bucket"])
    for side, both in (("encoder", True), ("decoder", False)):
        rows = attention._relative_position_bucket(-torch.arange(300), both, 32, 128)
        assert s["first"][side] == (rows < rows.max()).sum()  # the last row of what lies behind begins there
    want = torch.nn.functional.scaled_dot_product_attention(
        s["q"], s["k"], torch.eye(s["T"], dtype=torch.float64), attn_mask=s["table"][s["bucket"]], scale=1
    )
    torch.testing.assert_close(s["weights"](s["table"]), want, atol=1e-12, rtol=0)
    assert s["moved"](s["table"], 0 * s["table"]) > 1e-2 and s["moved"](s["table"], s["table"] + 5) < 1e-12
    generator = torch.Generator().manual_seed(0)
    ids = torch.randint(SIZES["V"], (1, s["T"]), generator=generator)
    with exact():
        scores = model(input_ids=ids, decoder_input_ids=ids[:, :4]).logits
        scores.square().sum().backward()
        used = attention.relative_attention_bias.weight.grad.abs().amax(-1) > 1e-12
        assert used.nonzero().flatten().tolist() == s["read"].tolist()
        with torch.no_grad():
            for stack in (model.encoder, model.decoder):
                table = stack.block[0].layer[0].SelfAttention.relative_attention_bias.weight
                table.add_(5)
                torch.testing.assert_close(model(input_ids=ids, decoder_input_ids=ids[:, :4]).logits, scores)
                table.copy_(table.flip(0))
                assert (model(input_ids=ids, decoder_input_ids=ids[:, :4]).logits - scores).abs().max() > 1e-3
                table.copy_(table.flip(0))


def test_xlnet_streams(scope: Scope) -> None:
    """Products of the masks for one stream; gradients of transformers' XLNet for both of two."""
    s = scope("models/xlnet_streams_plain.py")
    T, turn = s["T"], torch.tensor(s["turn"])
    strict = (turn < turn[:, None]).double()
    itself = torch.eye(T, dtype=torch.float64)

    def grid(vectors: Any) -> Any:
        return torch.tensor([[j in vector for j in range(T)] for vector in vectors])

    for own, residual, step in ((True, True, strict + itself), (False, True, strict + itself), (False, False, strict)):
        x = s["tokens"]
        for _ in range(s["layers"]):
            x = s["attend"](x, x, own, residual)
        assert torch.equal(grid(x), torch.linalg.matrix_power(step, s["layers"]) > 0)

    model = randomise(VARIANTS[6].theirs(SIZES | {"N": s["layers"]}).double().eval(), 1)
    hidden = (turn[None] >= turn[:, None]).double()[None]
    for vectors, targets in ((s["content"], None), (s["query"], itself[None])):
        embedded = torch.rand(1, T, model.config.d_model, dtype=torch.float64, requires_grad=True)
        with exact():
            scores = model(inputs_embeds=embedded, perm_mask=hidden, target_mapping=targets).logits[0]
        for place in range(T):
            if targets is None or turn[place] > 0:  # the first turn sees nothing, and then all
                (slope,) = torch.autograd.grad(scores[place].square().sum(), embedded, retain_graph=True)
                assert torch.equal(slope[0].abs().amax(-1) > 0, grid(vectors)[place]), place


def test_solve_xlnet_places(scope: Scope) -> None:
    """torch's own attention with distances and mask; in transformers' XLNet shuffled words are another text."""
    s = scope("models/solve_xlnet_places.py")
    T, x, order = s["T"], s["x"], s["order"]
    distance = s["table"][torch.arange(T) - torch.arange(T)[:, None] + T]
    want = torch.nn.functional.scaled_dot_product_attention(
        x, x, x, distance.masked_fill(~s["mask"], -math.inf), scale=1
    )
    torch.testing.assert_close(s["xlnet"], want, atol=1e-12, rtol=0)
    torch.testing.assert_close(s["moved"], want[order], atol=1e-12, rtol=0)
    assert (s["shuffled"] - want[order]).abs().max() > 1e-3

    model = randomise(VARIANTS[6].theirs(SIZES).double().eval(), 1)
    ids = torch.tensor([[5, 7, 4, 9, 2]])
    with exact():
        as_it_stands = model(ids, perm_mask=(~s["mask"]).double()[None]).logits[0, order]
        shuffled = model(ids[:, order], perm_mask=(~s["triangle"]).double()[None]).logits[0]
        assert (as_it_stands - shuffled).abs().max() > 1e-3
        # one block: whose turn is last gets what it would get without an order
        last = model(ids).logits[0, order[-1]]
    torch.testing.assert_close(as_it_stands[-1], last, atol=1e-10, rtol=0)


@pytest.mark.parametrize("N", [1, 2, 3])
def test_solve_xlnet_memory(scope: Scope, N: int) -> None:
    """transformers' XLNet with a memory of 3: the last piece notices a token as far back as said, and none before."""
    s = scope("models/solve_xlnet_memory_plain.py")
    M, pieces = s["M"], 6
    for cut, length in ((True, M), (False, 99)):
        model = transformers.XLNetLMHeadModel(
            config(transformers.XLNetConfig, vocab_size=40, d_model=6, n_head=2, d_inner=9, n_layer=N, mem_len=length)
        ).double().eval()  # fmt: skip
        randomise(model, 1)

        def last(ids: Any, model: Any = model) -> Any:
            memory = None
            with exact(), torch.no_grad():
                for piece in ids.split(M, 1):
                    out = model(piece, mems=memory, use_mems=True)
                    memory = out.mems
            return out.logits

        ids = torch.arange(pieces * M)[None]
        noticed = []
        for place in range((pieces - 1) * M):
            changed = ids.clone()
            changed[0, place] = 39
            noticed.append(not torch.equal(last(changed), last(ids)))
        assert (pieces - 1) * M - noticed.index(True) == s["reach"](N, M, cut)
        assert all(noticed[noticed.index(True) :])
