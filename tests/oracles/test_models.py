"""Oracles of the models: transformers with the same weights and its checkpoints, torch's count of operations."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import torch
import transformers
from safetensors.torch import load_file
from torch.utils.flop_counter import FlopCounterMode

from tools.pairs import VARIANTS, Variant, config, read

Scope = Callable[[str], dict[str, Any]]
SIZES = {
    "seed": 3, "B": 2, "T": 9, "U": 6, "V": 17, "P": 20, "H": 4, "K": 2, "D": 3, "C": 12, "F": 21, "N": 2,
    "padded": True, "cached": True, "segments": True,
}  # fmt: skip


def equal(snippet: str) -> None:
    """Every variant of a model equals transformers' in one configuration; tests/models/test_parity.py tries many."""
    for variant in VARIANTS:
        if variant.snippet == snippet:
            differences = variant.compare(SIZES, read(snippet), read(f"load_{snippet}"))
            assert max(differences.values()) < 1e-10, (variant.name, differences)


def printed(scope: dict[str, Any], module: Any) -> list[list[int]]:
    """The grid that a model's snippet prints of a module's last attention weights."""
    grid: list[list[int]] = (module.map[0, 0] > 0).int().tolist()
    return grid


def test_bert(scope: Scope) -> None:
    """Equal to BertForPreTraining; the grid is full but for the padding; sizes are torch's own count."""
    equal("bert")
    s = scope("models/bert.py")
    assert printed(s, s["model"].blocks[0].attention) == [[1, 1, 1, 1, 1, 0]] * 6


def test_gpt(scope: Scope) -> None:
    """Equal to OpenAIGPTLMHeadModel and GPT2LMHeadModel; the cache changes nothing."""
    equal("gpt")
    s = scope("models/gpt.py")
    assert torch.allclose(s["steps"], s["scores"], atol=1e-5)


def test_t5(scope: Scope) -> None:
    """Equal to both versions of T5ForConditionalGeneration; the decoder's grid is causal, the others full."""
    equal("t5")
    s = scope("models/t5.py")
    assert printed(s, s["model"].decoder[0].attention) == torch.ones(4, 4).tril().int().tolist()


def test_xlnet(scope: Scope) -> None:
    """Equal to XLNetLMHeadModel, both streams; the query stream's rows are those of the order, without themselves."""
    equal("xlnet")
    s = scope("models/xlnet.py")
    turn = s["turn"][0].tolist()
    want = [[int(turn[j] < turn[i]) for j in range(4)] for i in s["targets"][0].tolist()]
    assert printed(s, s["model"].blocks[-1].attention) == want


def test_llama(scope: Scope) -> None:
    """Equal to LlamaForCausalLM, with as many and with fewer heads of keys than of queries."""
    equal("llama")
    for K in (1, 4):
        assert max(VARIANTS[-1].compare(SIZES | {"K": K}, read("llama"), read("load_llama")).values()) < 1e-10
    assert scope("models/llama.py")["model"].blocks[0].attention.k.weight.shape == (4, 12)


def variants(snippet: str) -> list[Variant]:
    """The variants of one model."""
    return [variant for variant in VARIANTS if variant.snippet == snippet]


@pytest.mark.parametrize("snippet", ["bert", "gpt", "t5", "xlnet", "llama"])
def test_load(scope: Scope, snippet: str) -> None:
    """Every number of transformers' state_dict arrives exactly once, and a strict load finds nothing amiss."""
    names = scope(f"models/load_{snippet}.py")
    for variant in variants(snippet):
        theirs = variant.theirs(SIZES)
        state, start = {}, 0
        for name, p in theirs.named_parameters():  # each number of the model is different
            state[name] = torch.arange(start, start := start + p.numel(), dtype=torch.float64).reshape(p.shape)
        ours = variant.convert(names, state)
        numbers = torch.cat([tensor.flatten() for tensor in ours.values()])
        assert numbers.sort().values.equal(torch.arange(start, dtype=torch.float64)), variant.name
        read(snippet)[variant.model](**variant.sizes(SIZES)).double().load_state_dict(ours)


def test_load_bert(scope: Scope) -> None:
    """Files of 2018, with gamma, beta and position_ids, load as the new ones do."""
    convert, (bert,) = scope("models/load_bert.py")["convert"], variants("bert")
    new = bert.theirs(SIZES).state_dict()
    old = {
        n.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): p
        for n, p in new.items()
    }
    old |= {"bert.embeddings.position_ids": torch.arange(20)[None]}
    assert convert(old).keys() == convert(new).keys()
    bare = convert(bert.theirs(SIZES).bert.state_dict()).keys()  # a file without the heads
    assert convert(new).keys() - bare == {n for n in convert(new) if n.startswith("head") and "pool" not in n}


def test_load_gpt(scope: Scope) -> None:
    """The square output layer is turned too: a wrong transpose there would raise no error."""
    convert = scope("models/load_gpt.py")["convert"]
    theirs = variants("gpt")[-1].theirs(SIZES)
    ours, layer = convert(theirs.state_dict()), theirs.transformer.h[0].attn
    x = torch.rand(5, SIZES["C"])
    assert torch.allclose(x @ ours["blocks.0.attention.o.weight"].T + layer.c_proj.bias, layer.c_proj(x), atol=1e-6)
    q, k, v = layer.c_attn(x).chunk(3, -1)
    for part, want in (("q", q), ("k", k), ("v", v)):
        name = f"blocks.0.attention.{part}"
        assert torch.allclose(x @ ours[f"{name}.weight"].T + ours[f"{name}.bias"], want, atol=1e-6)
    old = {"transformer.h.0.attn.bias": torch.ones(1), "transformer.h.0.attn.masked_bias": torch.ones(1)}
    assert convert(old) == {}


def test_load_t5(scope: Scope) -> None:
    """Encoder's table first, in whatever order a file has them; of an untied head only version 1.1 takes a copy."""
    convert, theirs = scope("models/load_t5.py")["convert"], variants("t5")[0].theirs(SIZES)
    state = theirs.state_dict()
    old = state | {"decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight": torch.ones(32, 4)}
    by_name = dict(sorted(state.items()))  # so safetensors lists them: the decoder's first
    assert list(by_name) != list(state)
    for found in (state, old, by_name, dict(sorted(old.items()))):
        ours = convert(found, gated=False)
        for side, stack in enumerate((theirs.encoder, theirs.decoder)):
            table = stack.block[0].layer[0].SelfAttention.relative_attention_bias.weight
            assert ours["relative"][side].equal(table)
        assert "head.weight" not in ours
        read("t5")["T5"](**variants("t5")[0].sizes(SIZES)).double().load_state_dict(ours)
    assert "head.weight" in convert(variants("t5")[1].theirs(SIZES).state_dict(), gated=True)


def test_load_t5_from_a_file(scope: Scope, tmp_path: Any) -> None:
    """What transformers saves and safetensors reads: each table on its side, whatever their order."""
    variant = variants("t5")[0]
    theirs = variant.theirs(SIZES)
    theirs.save_pretrained(tmp_path)
    state = load_file(tmp_path / "model.safetensors")
    names = [name for name in state if "relative_attention_bias" in name]
    assert names[0].startswith("decoder")  # the order that a converter must not trust
    ours = scope("models/load_t5.py")["convert"](state, gated=False)
    for side, stack in enumerate((theirs.encoder, theirs.decoder)):
        assert ours["relative"][side].equal(stack.block[0].layer[0].SelfAttention.relative_attention_bias.weight)


def test_load_xlnet(scope: Scope) -> None:
    """Each head's slice of q does what transformers' einsum does with it."""
    convert, theirs = scope("models/load_xlnet.py")["convert"], variants("xlnet")[0].theirs(SIZES)
    for p in theirs.parameters():
        torch.nn.init.normal_(p)
    ours, layer = convert(theirs.state_dict()), theirs.transformer.layer[0].rel_attn
    x = torch.rand(5, 2 * SIZES["C"])
    q = (x @ ours["blocks.0.attention.q.weight"].T).unflatten(1, (SIZES["H"], -1))
    assert torch.allclose(q, torch.einsum("th,hnd->tnd", x, layer.q), atol=1e-4)
    o = torch.rand(5, SIZES["H"], layer.q.shape[-1])
    got = o.flatten(1) @ ours["blocks.0.attention.o.weight"].T
    assert torch.allclose(got, torch.einsum("tnd,hnd->th", o, layer.o), atol=1e-4)


def test_load_llama(scope: Scope) -> None:
    """Old files hold rotary angles; they are left out."""
    convert = scope("models/load_llama.py")["convert"]
    assert convert({"model.layers.0.self_attn.rotary_emb.inv_freq": torch.ones(1)}) == {}
    state = transformers.LlamaForCausalLM(config(transformers.LlamaConfig, hidden_size=8, num_attention_heads=2,
        num_hidden_layers=1, intermediate_size=8, vocab_size=5)).state_dict()  # fmt: skip
    assert len(convert(state)) == len(state)


READING = "models/reading_cost_plain.py"


def counted(run: Callable[[], Any]) -> tuple[int, Any]:
    """Multiply-adds of one run, half of what torch counts, and what the run gives."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        given = run()
    flops: int = counter.get_total_flops()
    assert flops % 2 == 0
    return flops // 2, given


@pytest.fixture
def small(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The snippet's names with a small shape, for models that fit into a test."""
    s = scope(READING)
    for name, size in {"N": 3, "C": 24, "F": 40, "V": 70}.items():
        monkeypatch.setitem(s["blocks"].__globals__, name, size)
    return s


@pytest.mark.parametrize("T", [1, 5, 17])
def test_reading_cost(small: dict[str, Any], T: int) -> None:
    """An encoder reads T tokens for as many multiply-adds as torch counts in transformers' BERT without a pooler."""
    config = transformers.BertConfig(
        vocab_size=70,
        hidden_size=24,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=40,
        attn_implementation="eager",
    )
    model = transformers.BertModel(config, add_pooling_layer=False).eval()
    ids = torch.arange(T)[None]
    assert small["blocks"](T, T) == counted(partial(model, ids))[0]


@pytest.mark.parametrize("cached", [True, False])
@pytest.mark.parametrize(("T", "U"), [(1, 1), (6, 1), (5, 4), (9, 7)])
def test_writing_cost(small: dict[str, Any], T: int, U: int, cached: bool) -> None:
    """So does writing: transformers' GPT-2, token by token, with and without its cache, scoring only the last token."""
    config = transformers.GPT2Config(
        vocab_size=70, n_positions=32, n_embd=24, n_layer=3, n_head=2, n_inner=40, attn_implementation="eager"
    )
    model = transformers.GPT2LMHeadModel(config).eval()
    ids, cache, total = torch.arange(T)[None], None, 0
    for _ in range(U):
        new = ids if cache is None or not cached else ids[:, -1:]
        count, given = counted(partial(model, new, past_key_values=cache, use_cache=cached, logits_to_keep=1))
        cache = given.past_key_values if cached else None
        total += count
        ids = torch.cat([ids, given.logits[:, -1:].argmax(-1)], 1)
    assert small["write"](T, U, cached) == total


def test_pairs(scope: Scope) -> None:
    """The number of pairs is that of combinations, and what Reimers & Gurevych (2019) print for 10,000 sentences."""
    s = scope(READING)
    assert s["pairs"] == math.comb(s["n"], 2) == 49_995_000
    assert s["together"] == s["pairs"] * s["blocks"](256, 256)
    assert s["apart"] == 10_000 * s["blocks"](128, 128) + s["pairs"] * 768


def test_census(scope: Scope) -> None:
    """BERT base and LLaMA 2 7B as transformers counts them; tests/models/test_census.py has every size, by kind."""
    models = scope("models/census_plain.py")["MODELS"]
    with torch.device("meta"):
        bert = transformers.BertForPreTraining(transformers.BertConfig())
        llama = transformers.LlamaForCausalLM(transformers.LlamaConfig())
    for name, model in (("BERT base", bert), ("LLaMA 2 7B", llama)):
        assert sum(models[name].values()) == sum(p.numel() for p in model.parameters())
