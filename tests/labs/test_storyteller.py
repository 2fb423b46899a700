"""Lab 4: the NumPy decoder against transformers' LLaMA and ours in float64; its tokens, lenses, bits and zeros anew."""

import json
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from tools.bench import scope_of
from tools.pairs import exact

Lab = Callable[..., dict[str, Any]]
BOUND = 1e-10
CHECKPOINT = 60_816_028  # bytes; behind them the tokens
KINDS = {
    "q": "self_attn.q_proj", "k": "self_attn.k_proj", "v": "self_attn.v_proj", "o": "self_attn.o_proj",
    "gate": "mlp.gate_proj", "up": "mlp.up_proj", "down": "mlp.down_proj",
    "attention_norm": "input_layernorm", "feed_norm": "post_attention_layernorm",
}  # fmt: skip


def raw(data: bytes) -> dict[str, np.ndarray]:
    """The checkpoint read in one pass by the layout of llama2.c: config, then the arrays one after another."""
    C, F, N, _, _, V, _ = struct.unpack("<7i", data[:28])
    numbers = np.frombuffer(data[28:CHECKPOINT], "<f4")
    order = [
        ("token", (V, C)), ("attention_norm", (N, C)), ("q", (N, C, C)), ("k", (N, C, C)), ("v", (N, C, C)),
        ("o", (N, C, C)), ("feed_norm", (N, C)), ("gate", (N, F, C)), ("down", (N, C, F)), ("up", (N, F, C)),
        ("norm", (C,)),
    ]  # fmt: skip
    ends = np.cumsum([int(np.prod(shape)) for _, shape in order])
    parts = np.split(numbers, ends)[:-1]
    return {name: part.reshape(shape) for (name, shape), part in zip(order, parts, strict=True)}


def theirs_of(w: dict[str, np.ndarray], dtype: torch.dtype = torch.float64) -> Any:
    """LlamaForCausalLM with these weights; neighbouring channels of queries and keys become halves of a head."""
    from transformers import LlamaConfig, LlamaForCausalLM

    N, C, H = 6, 288, 6
    with torch.device("meta"):
        model = LlamaForCausalLM(
            LlamaConfig(
                vocab_size=32000,
                hidden_size=C,
                intermediate_size=768,
                num_hidden_layers=N,
                num_attention_heads=H,
                max_position_embeddings=256,
                rms_norm_eps=1e-5,
                tie_word_embeddings=True,
                attn_implementation="eager",
            )
        )
    halves = np.concatenate([np.arange(0, C // H, 2), np.arange(1, C // H, 2)])
    rows = (np.arange(H)[:, None] * (C // H) + halves).ravel()

    def tensor(a: np.ndarray) -> torch.Tensor:
        """A copy in this type."""
        return torch.tensor(np.ascontiguousarray(a)).to(dtype)

    state = {"model.embed_tokens.weight": tensor(w["token"]), "lm_head.weight": tensor(w["token"])}
    state["model.norm.weight"] = tensor(w["norm"])
    for n in range(N):
        for ours, name in KINDS.items():
            a = w[ours][n][rows] if ours in ("q", "k") else w[ours][n]
            state[f"model.layers.{n}.{name}.weight"] = tensor(a)
    model.load_state_dict(state, assign=True)
    model.model.rotary_emb = type(model.model.rotary_emb)(model.config)
    return model.eval()


@pytest.fixture
def texts(lab: Lab) -> dict[str, list[int]]:
    """The lab's three texts, as ids."""
    found: dict[str, list[int]] = lab("storyteller")["texts"]
    return found


@pytest.fixture
def theirs(lab: Lab) -> Any:
    """transformers' model with the weights of the raw file, in float64."""
    return theirs_of(raw(lab("storyteller")["data"]))


def logits(model: Any, ids: list[int]) -> np.ndarray:
    """transformers' scores of one text: (T, V)."""
    with torch.no_grad(), exact():
        found: np.ndarray = model(torch.tensor([ids])).logits[0].numpy()
    return found


def perplexity(model: Any, ids: list[int]) -> float:
    """By torch's cross-entropy, of all tokens but the first."""
    loss = torch.nn.functional.cross_entropy(torch.tensor(logits(model, ids[:-1])), torch.tensor(ids[1:]))
    return float(loss.double().exp())


def test_states_equal_transformers(
    lab: Lab, theirs: Any, texts: dict[str, list[int]], record_property: Callable[[str, object], None]
) -> None:
    """Every state and score of the three texts in float64, whole and token by token with the cache."""
    s = lab("storyteller")
    w = {name: a.astype(np.float64) for name, a in s["w"].items()}
    worst = 0.0
    for ids in texts.values():
        ours = s["states"](ids, w)
        with torch.no_grad(), exact():
            found = theirs(torch.tensor([ids]), output_hidden_states=True)
        for mine, hidden in zip(ours[:-1], found.hidden_states[:-1], strict=True):
            worst = max(worst, np.abs(mine - hidden[0].numpy()).max())
        last = s["rms"](ours[-1]) * w["norm"]  # transformers' last state has passed the norm
        worst = max(worst, np.abs(last - found.hidden_states[-1][0].numpy()).max())
        worst = max(worst, np.abs(s["scores"](ours[-1], w) - found.logits[0].numpy()).max())
        cache: dict[int, Any] = {}
        cut: dict[int, Any] = {}
        steps = np.stack([s["states"]([i], w, cache)[:, 0] for i in ids], 1)
        parts = [s["states"](ids[:7], w, cut), s["states"](ids[7:], w, cut)]
        worst = max(worst, np.abs(steps - ours).max(), np.abs(np.concatenate(parts, 1) - ours).max())
    assert worst < BOUND
    record_property(
        "lab_parity", json.dumps({"lab": "storyteller", "with": "transformers' LlamaForCausalLM", "largest": worst})
    )


def test_scores_equal_our_llama(
    lab: Lab, theirs: Any, texts: dict[str, list[int]], record_property: Callable[[str, object], None]
) -> None:
    """The site's LLaMA in torch, by the names that load_llama.py turns, gives the NumPy decoder's scores."""
    s = lab("storyteller")
    w = {name: a.astype(np.float64) for name, a in s["w"].items()}
    model = scope_of("models/llama.py")["LLaMA"](V=32000, C=288, H=6, K=6, F=768, N=6, eps=1e-5).double()
    model.load_state_dict(scope_of("models/load_llama.py")["convert"](theirs.state_dict()))
    worst = 0.0
    for ids in texts.values():
        with torch.no_grad():
            found = model(torch.tensor([ids]))[0].numpy()
        worst = max(worst, np.abs(s["scores"](s["states"](ids, w)[-1], w) - found).max())
    assert worst < BOUND
    record_property("lab_parity", json.dumps({"lab": "storyteller", "with": "our LLaMA in torch", "largest": worst}))


def test_file_has_no_bias(lab: Lab) -> None:
    """Every number of the file belongs to a weight that transformers' LLaMA has, or to the angles of the places."""
    s = lab("storyteller")
    names = dict(theirs_of(raw(s["data"]), torch.float32).named_parameters())
    assert not [name for name in names if "bias" in name]
    table, head = names["model.embed_tokens.weight"], names.pop("lm_head.weight")  # loaded twice, stored once
    assert torch.equal(table, head)
    counted = sum(p.numel() for p in names.values())
    angles = 2 * 256 * 24
    assert counted == s["total"] == 15_191_712 and 28 + 4 * (counted + angles) == CHECKPOINT
    angle = np.frombuffer(s["data"][28 + 4 * counted : CHECKPOINT], "<f4").reshape(2, 256, 24)
    want = np.arange(256)[:, None] * 10000.0 ** (-np.arange(24) / 24)
    np.testing.assert_allclose(angle, [np.cos(want), np.sin(want)], atol=2e-5)


def test_greedy_story(lab: Lab, theirs: Any) -> None:
    """transformers' own choice at each place is the lab's next token, and by more than rounding could turn."""
    greedy = lab("storyteller")["greedy"]
    found = logits(theirs, greedy)
    assert found[:-1].argmax(-1).tolist() == greedy[1:] and found[-1].argmax() in (1, 2)
    two = np.sort(found, -1)[:, -2:]
    assert (two[:, 1] - two[:, 0]).min() > 0.005


def test_dice_draw_from_the_softmax(lab: Lab) -> None:
    """20,000 draws from five scores have the frequencies of torch's softmax at that temperature."""
    s = np.array([2.0, 0.5, 1.0, -1.0, 0.0], np.float32)
    choose = lab("storyteller")["dice"](1.5, seed=3)
    drawn = np.bincount([choose(s) for _ in range(20_000)], minlength=5) / 20_000
    want = torch.softmax(torch.tensor(s) / 1.5, 0).numpy()
    assert np.abs(drawn - want).max() < 0.015


def test_drawn_story_follows_its_draws(lab: Lab, theirs: Any) -> None:
    """The drawn story, from transformers' probabilities and the same uniform numbers."""
    sampled = lab("storyteller")["sampled"]
    draws = np.random.default_rng(0).random(len(sampled) - 1)
    p = torch.softmax(torch.tensor(logits(theirs, sampled[:-1])), -1).numpy().cumsum(-1)
    assert [int(np.searchsorted(row, u)) for row, u in zip(p, draws, strict=True)] == sampled[1:]


def test_tokens_equal_tokenizers(lab: Lab) -> None:
    """The texts' ids by the tokenizers library, whose merges are all pairs that join to a token, best rank first."""
    from tokenizers import Tokenizer, models

    s = lab("storyteller")
    vocabulary: dict[str, int] = {}
    ranks: dict[str, float] = {}
    for i, (piece, rank) in enumerate(zip(s["pieces"], s["ranks"], strict=True)):
        if i >= 259:
            vocabulary[piece.decode()], ranks[piece.decode()] = i, rank
    merges = [
        (token[:cut], token[cut:])
        for token in sorted(vocabulary, key=lambda t: (-ranks[t], vocabulary[t]))
        for cut in range(1, len(token))
        if token[:cut] in vocabulary and token[cut:] in vocabulary
    ]
    tokenizer = Tokenizer(models.BPE(vocabulary, merges))
    for text in (s["foreign"], s["news"], "Once upon a time, there was a little girl named Lily. She"):
        assert [1, *tokenizer.encode(" " + text).ids] == s["read"](text)
        assert s["spell"](s["read"](text)) == text


def test_perplexities(lab: Lab, theirs: Any, texts: dict[str, list[int]]) -> None:
    """Before any change, by transformers and torch."""
    s = lab("storyteller")
    for title, each in s["before"].items():
        assert np.exp(each.mean()) == pytest.approx(perplexity(theirs, texts[title]), rel=1e-4), title


def test_multiplications(lab: Lab, theirs: Any) -> None:
    """torch counts the same for the first 56 tokens in transformers, with its cache and without."""
    from torch.utils.flop_counter import FlopCounterMode
    from transformers import DynamicCache

    s = lab("storyteller")
    found = {"once": 0, "new": 0}
    cache = DynamicCache(config=theirs.config)
    for t in range(1, 57):
        for way in found:
            with torch.no_grad(), FlopCounterMode(display=False) as counter:
                if way == "once":
                    theirs(torch.tensor([s["greedy"][t - 1 : t]]), past_key_values=cache, use_cache=True)
                else:
                    theirs(torch.tensor([s["greedy"][:t]]), logits_to_keep=1)
            found[way] += counter.get_total_flops() // 2  # one multiplication, one addition
    t = np.arange(1, 57)
    assert found["once"] == (s["layers"] + s["table"] + 2 * 6 * 288 * t).sum()
    assert found["new"] == (t * s["layers"] + s["table"] + 2 * 6 * 288 * t * t).sum()
    rows = [(s["layers"] + s["table"], 3456), (s["table"], s["layers"])]
    assert (s["once"], s["new"]) == pytest.approx(
        tuple(
            sum(a + b * t + c * 3456 * t * t for t in range(1, 223)) / 1e9
            for (a, b), c in zip(rows, (0, 1), strict=True)
        )
    )


def test_lens(lab: Lab, theirs: Any, texts: dict[str, list[int]]) -> None:
    """Both lenses and the baseline from transformers' states; the fitted one by SciPy's least squares."""
    from scipy.linalg import lstsq

    s = lab("storyteller")
    ids = texts["foreign"]

    def states(row: list[int]) -> list[torch.Tensor]:
        """The states before the last norm, after each layer."""
        kept: list[torch.Tensor] = []
        hook = theirs.model.layers[-1].register_forward_hook(lambda m, i, out: kept.append(out))
        with torch.no_grad(), exact():
            hidden = theirs(torch.tensor([row]), output_hidden_states=True).hidden_states
        hook.remove()
        last = kept[0] if kept[0].ndim == 3 else kept[0][0]
        return [h[0] for h in (*hidden[:-1], last)]

    def say(x: torch.Tensor) -> np.ndarray:
        """The token that a state names through norm and head."""
        with torch.no_grad(), exact():
            found: np.ndarray = theirs.lm_head(theirs.model.norm(x)).argmax(-1).numpy()
        return found

    x = states(ids)
    final = logits(theirs, ids).argmax(-1)
    learn = [torch.cat(layer).numpy() for layer in zip(*(states(row) for row in s["stories"]), strict=True)]
    for n in range(7):
        named = say(x[n])
        assert abs((named == final).mean() - s["plain"][n]) < 0.012, n  # two places may be a tie
        assert abs((named == np.array(ids)).mean() - s["repeat"][n]) < 0.012, n
        a = np.concatenate([learn[n], np.sqrt(10) * learn[n].std() * np.eye(288)])
        fit = lstsq(a, np.concatenate([learn[-1], np.zeros((288, 288))]))[0]
        assert abs((say(x[n] @ torch.tensor(fit)) == final).mean() - s["fitted"][n]) < 0.012, n
    alone = np.mean([logits(theirs, [i])[0].argmax() == f for i, f in zip(ids, final, strict=True)])
    assert abs(alone - s["alone"]) < 0.012


@pytest.mark.parametrize("bits, group", [(8, 0), (4, 0), (4, 32), (3, 32)])
def test_rounding_equals_torch(bits: int, group: int, lab: Lab) -> None:
    """torch's fake quantiser with a scale for each row of 288, or group, rounds to the same numbers."""
    s = lab("storyteller")
    a = s["w"]["down" if group else "v"][2]
    rows = torch.tensor(a.reshape(-1, group or a.shape[-1]))
    top = 2 ** (bits - 1) - 1
    scale = rows.abs().amax(1) / top
    zero = torch.zeros(len(rows), dtype=torch.int32)
    want = torch.fake_quantize_per_channel_affine(rows, scale, zero, 0, -top, top).numpy().reshape(a.shape)
    away = np.abs(s["rounded"](a, bits, group) - want)
    assert (away > 1e-6).mean() < 1e-4  # halves that fall to either side


def test_pruning_equals_torch(lab: Lab) -> None:
    """torch.nn.utils.prune zeroes the same weights of each matrix."""
    from torch.nn.utils import prune

    s = lab("storyteller")
    for name, n, fraction in (("gate", 4, 0.3), ("q", 0, 0.5)):
        layer = torch.nn.Linear(288, 288, bias=False)
        layer.weight = torch.nn.Parameter(torch.tensor(s["w"][name][n]))
        prune.l1_unstructured(layer, "weight", amount=fraction)
        mine = s["pruned"](s["w"][name], fraction)[n]
        assert ((mine == 0) != (layer.weight_mask.numpy() == 0)).sum() <= 1


def test_changed_models_in_transformers(lab: Lab, texts: dict[str, list[int]]) -> None:
    """Perplexities of rounded, pruned, struck and merged models, and what they say first, by transformers."""
    s = lab("storyteller")
    changes = [
        (s["few"]["4 bits, 32"], s["changed"](s["rounded"], 4, 32)),
        (s["few"]["3 bits, row"], s["changed"](s["rounded"], 3, 0)),
        (s["gone"]["pruned 30%"], s["changed"](s["pruned"], 0.3)),
        (s["gone"]["struck 2%"], s["changed"](s["struck"], 0.02)),
        (s["one"], s["merged"]),
        (s["lost"]["these rows"], s["these"]),
    ]
    for verdict, u in changes:
        assert all((u[name] == s["w"][name]).all() for name in u if "norm" in name)
        model = theirs_of(u)
        assert verdict.own == pytest.approx(perplexity(model, texts["its own, greedy"]), rel=2e-3)
        assert verdict.foreign == pytest.approx(perplexity(model, texts["foreign"]), rel=2e-3)
        ids = verdict.ids[:30]
        assert logits(model, ids)[:-1].argmax(-1).tolist() == ids[1:]


def test_alike_rows(lab: Lab) -> None:
    """The rows are alike by cosine too; struck apart, their scores spread ten times wider, and they alone win."""
    s = lab("storyteller")
    rows = s["w"]["token"][s["alike"]].astype(np.float64)
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    assert (unit @ unit.mean(0)).min() > 0.99
    assert np.abs(rows - np.median(s["w"]["token"], axis=0)).max() < 0.05

    def start(u: dict[str, np.ndarray]) -> np.ndarray:
        """The scores of the first token."""
        found: np.ndarray = s["scores"](s["states"]([1], u)[-1, -1], u)
        return found

    before, after = start(s["w"])[s["alike"]], start(s["these"])[s["alike"]]
    assert after.std() > 10 * before.std()
    assert s["alike"][start(s["these"]).argmax()] and not s["alike"][start(s["w"]).argmax()]
    text = s["gone"]["struck 2%"].ids[1:]
    assert s["alike"][text].sum() >= 5  # the strange words of that text
