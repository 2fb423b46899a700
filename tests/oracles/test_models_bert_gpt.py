"""Oracles of the pages on BERT and GPT: transformers on the meta device, its models with biases moved, brute force."""

import math
import re
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
import torch
import transformers as t
import yaml
from torch.nn import functional as F

from tools.figures.style import rows
from tools.pairs import config, randomise
from tools.snippets import ROOT

Scope = Callable[[str], dict[str, Any]]
SMALL = {"vocab_size": 13, "hidden_size": 12, "num_attention_heads": 3, "intermediate_size": 20, "num_hidden_layers": 2}


def meta(kind: Any, configuration: Any) -> dict[str, int]:
    """Size of each parameter of transformers' model, by name, without memory for it."""
    with torch.device("meta"):
        return {name: p.numel() for name, p in kind(configuration).named_parameters()}


def facts(model: str, field: str, size: str) -> dict[str, Any]:
    """A row of docs/_data/models.yaml."""
    table = yaml.safe_load((ROOT / "docs/_data/models.yaml").read_text(encoding="utf-8"))
    row: dict[str, Any] = next(r for r in table if (r["model"], r["field"], r.get("size")) == (model, field, size))
    return row


# ---------------------------------------------------------------- BERT

PLACES = {  # the snippet's place -> names in transformers
    "query": r"query",
    "key": r"key",
    "value": r"value",
    "attention out": r"attention\.output\.dense",
    "feed-forward up": r"intermediate\.dense",
    "feed-forward down": r"\d\.output\.dense",
    "norms": r"bert\..*LayerNorm",
    "head, dense": r"transform\.dense",
    "head, norm": r"transform\.LayerNorm",
    "head, tokens": r"predictions\.bias",
    "head, pairs": r"pooler|seq_relationship",
}


def test_bert_biases(scope: Scope) -> None:
    """Each place has as many biases as transformers' BERT, and the whole as many parameters as docs/_data says."""
    s = scope("models/bert_biases.py")
    sizes = meta(t.BertForPreTraining, t.BertConfig())
    left = {name: size for name, size in sizes.items() if name.endswith("bias")}
    assert s["total"] == sum(left.values())
    assert s["everything"] == sum(sizes.values()) == facts("BERT", "parameters", "base")["numbers"]["exact"]
    assert s["biases"].keys() == PLACES.keys()
    for place, pattern in PLACES.items():
        here = [name for name in left if re.search(pattern + r"(\.bias)?$", name) or re.search(pattern + r"\.", name)]
        assert s["biases"][place][0] == sum(left.pop(name) for name in here), place
    assert not left


def test_bert_biases_spare(scope: Scope) -> None:
    """The spare ones of a random BERT, moved where the snippet says, leave transformers' scores as they were."""
    s = scope("models/bert_biases.py")
    model = randomise(t.BertForPreTraining(config(t.BertConfig, **SMALL)).double().eval(), 1)
    ids = torch.arange(10)[None] % 13
    real = (torch.arange(10) < 8)[None].long()

    removed = 0

    def scores() -> list[Any]:
        got = model(ids, attention_mask=real)
        return [got.prediction_logits, got.seq_relationship_logits]

    def away(bias: Any) -> Any:
        nonlocal removed
        old = bias.clone()
        removed += bias.zero_().numel()
        return old

    bert, head = model.bert, model.cls.predictions
    with torch.no_grad():
        before = scores()
        norm = bert.embeddings.LayerNorm
        for layer in bert.encoder.layer:
            read, out = layer.attention.self, layer.attention.output.dense
            b = away(norm.bias)
            for part in (read.query, read.key, read.value):
                part.bias += part.weight @ b
            out.bias += b
            away(read.key.bias)
            out.bias += out.weight @ away(read.value.bias)
            b = away(layer.attention.output.LayerNorm.bias)
            layer.intermediate.dense.bias += layer.intermediate.dense.weight @ b
            layer.output.dense.bias += b
            norm = layer.output.LayerNorm
        b = away(norm.bias)
        bert.pooler.dense.bias += bert.pooler.dense.weight @ b
        head.transform.dense.bias += head.transform.dense.weight @ b
        head.bias += head.decoder.weight @ away(head.transform.LayerNorm.bias)
        for got, want in zip(scores(), before, strict=True):
            torch.testing.assert_close(got, want, atol=1e-10, rtol=0)
        N, C = SMALL["num_hidden_layers"], SMALL["hidden_size"]
        assert removed == (4 * N + 2) * C
        assert s["spare"] == (4 * s["N"] + 2) * s["C"]
        for place, (_, fate) in s["biases"].items():  # and none of the others may be dropped as it is
            if fate != "stays":
                continue
            for name, p in model.named_parameters():
                if name.endswith("bias") and re.search(PLACES[place] + r"(\.|$)", name.removesuffix(".bias")):
                    kept = p.clone()
                    p.zero_()
                    assert max((a - b).abs().max() for a, b in zip(scores(), before, strict=True)) > 1e-3, name
                    p.copy_(kept)


def test_bert_chain(scope: Scope) -> None:
    """The products are those of a table of the joint distribution, by its sums over rows and columns."""
    s = scope("models/bert_chain_plain.py")
    table = np.zeros((2, 2))
    for (a, b), p in s["said"].items():
        table[("hot", "cold").index(a), ("tea", "day").index(b)] = p
    row, column = table.sum(1, keepdims=True), table.sum(0, keepdims=True)
    assert s["sums"] == pytest.approx([(row * (table / row)).sum(), (table / column * (table / row)).sum()], abs=1e-12)


def test_bert_chain_models() -> None:
    """Over all texts of three tokens, a random GPT-2's products sum to 1, a random BERT's do not."""
    V, T, mask = 5, 3, 4
    texts = torch.tensor(list(product(range(V), repeat=T)))
    sizes = {"n_positions": 8, "n_embd": 12, "n_head": 3, "n_layer": 2}
    gpt = randomise(t.GPT2LMHeadModel(config(t.GPT2Config, vocab_size=V, **sizes)).double().eval(), 2)
    bert = randomise(t.BertForMaskedLM(config(t.BertConfig, **{**SMALL, "vocab_size": V})).double().eval(), 2)
    with torch.no_grad():
        start = torch.cat([torch.zeros(len(texts), 1).long(), texts], 1)
        p = gpt(start).logits[:, :-1].softmax(-1).gather(-1, texts[..., None]).prod(1)
        assert p.sum().item() == pytest.approx(1, abs=1e-12)
        q = torch.ones(len(texts), 1).double()
        for place in range(T):
            hidden = texts.clone()
            hidden[:, place] = mask
            q *= bert(hidden).logits[:, place].softmax(-1).gather(-1, texts[:, place : place + 1])
        assert abs(q.sum().item() - 1) > 0.01


def test_solve_bert_large(scope: Scope) -> None:
    """Both sizes equal transformers' and docs/_data, kind by kind."""
    s = scope("models/solve_bert_large.py")
    kinds = {
        "pairs": r"pooler|seq_rel",
        "head": r"cls\.pred",
        "attention": r"\.attention\.",
        "embeddings": r"embeddings",
    }
    large = {"hidden_size": 1024, "num_hidden_layers": 24, "num_attention_heads": 16, "intermediate_size": 4096}
    for name, sizes in (("base", {}), ("large", large)):
        left = meta(t.BertForPreTraining, t.BertConfig(**sizes))
        assert sum(left.values()) == sum(s[name].values()) == facts("BERT", "parameters", name)["numbers"]["exact"]
        for kind, pattern in kinds.items():
            assert s[name][kind] == sum(left.pop(n) for n in list(left) if re.search(pattern, n)), (name, kind)
        assert s[name]["feed-forward"] == sum(left.values())


def test_solve_bert_norm_bias(scope: Scope) -> None:
    """Before and after, the rest of the block equals that of transformers' BERT with these weights."""
    s = scope("models/solve_bert_norm_bias.py")
    layer = t.BertModel(config(t.BertConfig, **{**SMALL, "hidden_size": 6, "intermediate_size": 24})).encoder.layer[0]
    layer = layer.double().eval()
    layer.attention.output.LayerNorm.eps = layer.output.LayerNorm.eps = 1e-5
    with torch.no_grad():
        for part, mine in (
            (layer.attention.output.LayerNorm, s["norm"]),
            (layer.intermediate.dense, s["up"]),
            (layer.output.dense, s["down"]),
            (layer.output.LayerNorm, s["feed_norm"]),
        ):
            part.load_state_dict(mine.state_dict())
        assert not s["norm"].bias.any()

        def rest(x: Any) -> Any:
            x = layer.attention.output.LayerNorm(x)
            return layer.output(layer.intermediate(x), x)

        torch.testing.assert_close(rest(s["x"]), s["before"], atol=1e-12, rtol=0)
        layer.attention.output.LayerNorm.bias.copy_(s["bias"])  # back to where it was
        layer.intermediate.dense.bias -= layer.intermediate.dense.weight @ s["bias"]
        layer.output.dense.bias -= s["bias"]
        torch.testing.assert_close(rest(s["x"]), s["before"], atol=1e-12, rtol=0)


# ---------------------------------------------------------------- GPT

GPTS = {
    "GPT-1": (t.OpenAIGPTLMHeadModel, t.OpenAIGPTConfig()),
    "GPT-2 small": (t.GPT2LMHeadModel, t.GPT2Config()),
    "GPT-3": (t.GPT2LMHeadModel, t.GPT2Config(n_positions=2048, n_embd=12288, n_layer=96, n_head=96)),
}


def test_gpt_biases(scope: Scope) -> None:
    """Parameters and biases of each row equal transformers' model of that shape."""
    scope("models/gpt_biases.py")
    for line in rows("models/gpt_biases")[1:]:
        name, (total, biases, share, _) = line[:12].strip(), line[12:].replace(",", "").split()
        sizes = meta(*GPTS[name])
        assert int(total) == sum(sizes.values())
        assert int(biases) == (want := sum(n for name, n in sizes.items() if name.endswith("bias")))
        assert share == f"{want / sum(sizes.values()):.3%}"


@pytest.mark.parametrize("name", ["GPT-1", "GPT-2 small"])
def test_gpt_biases_spare(scope: Scope, name: str) -> None:
    """As many biases as the snippet says can leave a random GPT, moved or dropped, without a change of its scores."""
    post_norm = name == "GPT-1"
    scope("models/gpt_biases.py")
    C, N = 12, 3
    kind, configuration = GPTS[name]
    sizes = {"vocab_size": 13, "n_positions": 16, "n_embd": C, "n_head": 3, "n_layer": N}
    model = randomise(kind(config(type(configuration), **sizes)).double().eval(), 3)
    ids, removed = torch.arange(10)[None], 0

    def away(bias: Any, part: slice = slice(None)) -> Any:
        nonlocal removed
        old = bias[part].clone()
        removed += bias[part].zero_().numel()
        return old

    with torch.no_grad():
        before, last = model(ids).logits, None
        for block in model.transformer.h:
            qkv, out, up, down = block.attn.c_attn, block.attn.c_proj, block.mlp.c_fc, block.mlp.c_proj
            if post_norm:
                if last is not None:
                    b = away(last.bias)
                    qkv.bias += b @ qkv.weight
                    out.bias += b
                b = away(block.ln_1.bias)
                up.bias += b @ up.weight
                down.bias += b
                last = block.ln_2
            else:
                qkv.bias += away(block.ln_1.bias) @ qkv.weight
                up.bias += away(block.ln_2.bias) @ up.weight
                last = model.transformer.ln_f
            away(qkv.bias, slice(C, 2 * C))
            out.bias += away(qkv.bias, slice(2 * C, None)) @ out.weight
        torch.testing.assert_close(model(ids).logits, before, atol=1e-10, rtol=0)
        assert last is not None
        last.bias.zero_()
        assert (model(ids).logits - before).abs().max() > 0.1
    assert removed == (4 * N - post_norm) * C
    line = next(line for line in rows("models/gpt_biases") if line.startswith(name))
    assert int(line.split()[-1].replace(",", "")) == (4 * 12 - post_norm) * 768


def test_gpt2_sizes(scope: Scope) -> None:
    """Both counts of all four sizes equal transformers'; what is quoted stands in docs/_data."""
    count = scope("models/gpt2_sizes_plain.py")["count"]
    printed = [line.split() for line in rows("models/gpt2_sizes_plain")[1:]]
    for row, size in zip(printed, ("small", "medium", "large", "XL"), strict=True):
        N, C, paper, repository, true, old = row
        fact = facts("GPT-2", "parameters", size)
        assert fact["value"] == f"{paper} in the paper, {repository.replace('B', ' billion')} in the repository"
        shape = {"n_embd": int(C), "n_layer": int(N), "n_head": int(C) // 64}
        want = sum(meta(t.GPT2LMHeadModel, t.GPT2Config(**shape)).values())
        assert f"{want:,}" == true and want == fact["numbers"]["exact"] == count(50257, 1024, int(C), int(N))
        want = sum(meta(t.GPT2LMHeadModel, t.GPT2Config(vocab_size=40478, **shape)).values())
        assert f"{want / 1e6:,.1f}M" == old
        assert round(want / 1e6) == fact["numbers"]["published"] / 1e6  # the error's likely cause


def test_solve_gpt3(scope: Scope) -> None:
    """Both totals equal transformers' GPT-2 of that shape, the head tied or not."""
    s = scope("models/solve_gpt3.py")
    shape = {"n_positions": 2048, "n_embd": 12288, "n_layer": 96, "n_head": 96}
    for name in ("tied", "untied"):
        sizes = meta(t.GPT2LMHeadModel, t.GPT2Config(**shape, tie_word_embeddings=name == "tied"))
        assert s[name] == sum(sizes.values())
    assert s["blocks"] == sum(n for name, n in sizes.items() if ".h." in name)
    assert s["tied"] == facts("GPT-3", "parameters", "175B")["numbers"]["exact"]
    assert "174,600M" in facts_of_count()


def facts_of_count() -> str:
    """What docs/_data says of GPT-3's count in its paper."""
    table = yaml.safe_load((ROOT / "docs/_data/models.yaml").read_text(encoding="utf-8"))
    return str(next(r["value"] for r in table if (r["model"], r["field"]) == ("GPT-3", "count")))


@pytest.mark.parametrize("both", [False, True])
def test_solve_gpt_both_sides(scope: Scope, both: bool) -> None:
    """transformers' GPT-2 cannot guess random letters; its BERT, shown the text, copies all next ones but the last."""
    s = scope("models/solve_gpt_both_sides.py")
    V, T = s["V"], s["T"]
    assert s["hidden"].logical_not().equal(torch.ones(T, T).tril().bool())
    torch.manual_seed(5)
    model: Any = t.GPT2LMHeadModel(config(t.GPT2Config, vocab_size=V, n_positions=T, n_embd=32, n_head=4, n_layer=1))
    if both:
        sizes = {"hidden_size": 32, "num_attention_heads": 4, "intermediate_size": 128, "num_hidden_layers": 1}
        model = t.BertForMaskedLM(config(t.BertConfig, vocab_size=V, max_position_embeddings=T, **sizes))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    for step in range(301):
        letters = torch.randint(V, (2000 if step == 300 else 64, T + 1))
        scores = model(letters[:, :-1]).logits
        losses = F.cross_entropy(scores.mT, letters[:, 1:], reduction="none")
        optimiser.zero_grad()
        losses.mean().backward()
        optimiser.step()
    *early, last = losses.mean(0).tolist()
    assert last > math.log(V) - 0.03
    assert max(early) < 0.05 if both else min(early) > math.log(V) - 0.03


# ---------------------------------------------------------------- what the pages say of loading


def test_strict_loading(scope: Scope) -> None:
    """A file without the heads, or of another size, is refused with the names of what is missing or does not fit."""
    BERT, convert = scope("models/bert.py")["BERT"], scope("models/load_bert.py")["convert"]
    model = BERT(V=13, P=16, C=12, H=3, F=20, N=2)
    sizes = {**SMALL, "max_position_embeddings": 16}
    whole = t.BertForPreTraining(config(t.BertConfig, **sizes)).state_dict()
    model.load_state_dict(convert(whole))
    bare = {name: tensor for name, tensor in whole.items() if not name.startswith("cls.predictions")}
    with pytest.raises(RuntimeError, match=r"Missing key\(s\) in state_dict: \"head_bias\""):
        model.load_state_dict(convert(bare))
    wide = t.BertForPreTraining(config(t.BertConfig, **{**sizes, "vocab_size": 14})).state_dict()
    with pytest.raises(RuntimeError, match=r"size mismatch for token\.weight"):
        model.load_state_dict(convert(wide))


def test_square_transpose(scope: Scope) -> None:
    """GPT-2's c_proj, loaded without its transpose, raises nothing and gives other scores."""
    GPT, convert = scope("models/gpt.py")["GPT"], scope("models/load_gpt.py")["convert"]
    sizes = {"vocab_size": 13, "n_positions": 8, "n_embd": 12, "n_head": 3, "n_layer": 1}
    theirs = randomise(t.GPT2LMHeadModel(config(t.GPT2Config, **sizes)).eval(), 4)
    model, ids = GPT(V=13, P=8, C=12, H=3, F=48, N=1), torch.arange(8)[None]
    state = convert(theirs.state_dict())
    model.load_state_dict(state)
    torch.testing.assert_close(model(ids), theirs(ids).logits, atol=1e-4, rtol=0)
    name = "blocks.0.attention.o.weight"
    model.load_state_dict({**state, name: state[name].T})
    assert (model(ids) - theirs(ids).logits).abs().max() > 0.1


def test_one_token_more(scope: Scope) -> None:
    """One token appended changes none of GPT's earlier scores, and all of BERT's."""
    ids = torch.arange(8)[None]
    with torch.no_grad():
        gpt = randomise(scope("models/gpt.py")["GPT"](V=13, P=8, C=12, H=3, F=48, N=2).double(), 5)
        torch.testing.assert_close(gpt(ids)[:, :7], gpt(ids[:, :7]), atol=1e-12, rtol=0)
        bert = randomise(scope("models/bert.py")["BERT"](V=13, P=8, C=12, H=3, F=48, N=2).double(), 5)
        assert (bert(ids)[:, :7] - bert(ids[:, :7])).abs().amax(-1).min() > 1e-3
