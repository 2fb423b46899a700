"""Pairs of models with the same weights: this site's, from snippets/models/, and transformers' of the same shape.

The tests compare them, the benchmarks time them. A variant builds both from one draw of sizes and runs both.
"""

import contextlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
import transformers as t
from torch.nn import functional as F

from tools.snippets import SNIPPETS

Sizes = Mapping[str, Any]
IGNORE = -100  # a label that no loss counts


@dataclass
class Result:
    """What a run of one model gave: scores, attention weights, loss, gradients by this site's names."""

    scores: list[Any] = field(default_factory=list)
    maps: list[Any] = field(default_factory=list)
    loss: Any = None
    gradients: dict[str, Any] = field(default_factory=dict)


def read(name: str, change: Callable[[str], str] = lambda source: source) -> dict[str, Any]:
    """The names that a snippet of models/ defines, after `change` to its source (how mutants are made)."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    source = change((SNIPPETS / f"models/{name}.py").read_text(encoding="utf-8"))
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(source, f"snippets/models/{name}.py", "exec"), scope)
    return scope


def _norm(self: Any, x: Any) -> Any:
    """T5's and LLaMA's RMSNorm in the type of x."""
    return self.weight * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.variance_epsilon)


def _rotary(self: Any, x: Any, position_ids: Any) -> tuple[Any, Any]:
    """LLaMA's cosines and sines in the type of x."""
    size = 2 * len(self.inv_freq)
    base = self.config.rope_parameters["rope_theta"]
    angles = position_ids[..., None] / base ** (torch.arange(0, size, 2, dtype=x.dtype) / size)
    return torch.cat([angles.cos()] * 2, -1), torch.cat([angles.sin()] * 2, -1)


@contextlib.contextmanager
def exact() -> Iterator[None]:
    """Take out of transformers what rounds to float32 whatever the model's type.

    That is the variance in T5's and LLaMA's norm, LLaMA's angles and softmax and the type of XLNet's waves.
    """
    from transformers.models.llama import modeling_llama as llama
    from transformers.models.t5 import modeling_t5 as t5
    from transformers.models.xlnet import modeling_xlnet as xlnet

    waves = xlnet.XLNetModel.relative_positional_encoding
    places: list[tuple[Any, str, Any]] = [
        (t5.T5LayerNorm, "forward", _norm),
        (llama.LlamaRMSNorm, "forward", _norm),
        (llama.LlamaRotaryEmbedding, "forward", _rotary),
        (F, "softmax", lambda x, dim, dtype=None: torch.softmax(x, dim)),
        (xlnet.XLNetModel, "relative_positional_encoding", lambda self, *a, **k: waves(self, *a, **k).to(self.dtype)),
    ]
    before = [getattr(kind, name) for kind, name, _ in places]
    for kind, name, new in places:
        setattr(kind, name, new)
    try:
        yield
    finally:
        for (kind, name, _), old in zip(places, before, strict=True):
            setattr(kind, name, old)


def randomise(model: Any, seed: int, spread: float = 0.3) -> Any:
    """Draw every parameter anew: without this, biases of 0 and gains of 1 would hide that they are missing."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.copy_(torch.randn(p.shape, generator=generator, dtype=p.dtype) * spread)
            if "norm" in name.lower() or ".ln_" in name:
                p.add_(float(name.endswith("weight")))
    return model


def collect(model: Any, kind: str) -> list[Any]:
    """A list into which each run of a module of class `kind` will put its attention weights."""
    maps: list[Any] = []
    for module in model.modules():
        if type(module).__name__ == kind:
            module.register_forward_hook(lambda m, *_: maps.append(m.map.detach()))
    return maps


def config(kind: Any, **sizes: Any) -> Any:
    """A config without dropout and with attention that returns its weights."""
    dropouts = "attn_pdrop embd_pdrop resid_pdrop dropout dropout_rate attention_dropout hidden_dropout_prob"
    dropouts += " attention_probs_dropout_prob"
    tokens = {"bos_token_id": None, "eos_token_id": None, "pad_token_id": None}
    plain = kind()
    off = {name: 0.0 for name in dropouts.split() if hasattr(plain, name)}
    return kind(**{**tokens, **off, **sizes}, attn_implementation="eager")


class Variant:
    """One kind of model: how to build the pair, and how to run each."""

    snippet = ""  # in snippets/models/
    model = ""  # the class in it
    name = ""  # how tables call it

    def sizes(self, s: Sizes) -> dict[str, int]:
        """The arguments of this site's class."""
        return {name: s[name] for name in "V P C H F N".split()}  # noqa: SIM905

    def theirs(self, s: Sizes) -> Any:
        """transformers' model of these sizes."""
        raise NotImplementedError

    def convert(self, names: Mapping[str, Any], state: Mapping[str, Any]) -> dict[str, Any]:
        """A state of theirs by this site's names."""
        return dict(names["convert"](state))

    def run_ours(self, model: Any, s: Sizes, out: Result) -> None:
        """Fill in scores and loss."""
        raise NotImplementedError

    def run_theirs(self, model: Any, s: Sizes, out: Result) -> None:
        """Fill in scores, maps and loss."""
        raise NotImplementedError

    def pair(self, s: Sizes, ours: Mapping[str, Any], load: Mapping[str, Any], dtype: Any = torch.float64) -> Any:
        """Both models, with the same random weights."""
        theirs = randomise(self.theirs(s).to(dtype).eval(), s["seed"])
        with torch.device("meta"):
            model = ours[self.model](**self.sizes(s))
        model = model.to_empty(device="cpu").to(dtype)
        model.load_state_dict(self.convert(load, theirs.state_dict()))
        return model, theirs

    def compare(self, s: Sizes, ours: Mapping[str, Any], load: Mapping[str, Any]) -> dict[str, float]:
        """Largest difference of scores, maps, loss and gradients between the two."""
        with exact():
            model, theirs = self.pair(s, ours, load)
            maps, a, b = collect(model, "Attention"), Result(), Result()
            self.run_ours(model, s, a)
            a.maps = maps
            self.run_theirs(theirs, s, b)
            for result, of in ((a, model), (b, theirs)):
                result.loss.backward()
                named = dict(of.named_parameters())
                result.gradients = {n: torch.zeros_like(p) if p.grad is None else p.grad for n, p in named.items()}
            b.gradients = self.convert(load, b.gradients)
        assert a.gradients.keys() == b.gradients.keys(), a.gradients.keys() ^ b.gradients.keys()
        return {
            "scores": largest(a.scores, b.scores),
            "maps": largest(a.maps, b.maps),
            "loss": largest([a.loss], [b.loss]),
            "gradients": largest([a.gradients[n] for n in a.gradients], [b.gradients[n] for n in a.gradients]),
        }


def largest(ours: list[Any], theirs: list[Any]) -> float:
    """The largest difference between tensors of two lists; infinite where shapes or numbers differ in kind."""
    if [x.shape for x in ours] != [x.shape for x in theirs]:
        return float("inf")
    differences = [(x - y).detach().abs().max().item() for x, y in zip(ours, theirs, strict=True) if x.numel()]
    return float("inf") if any(d != d for d in differences) else max(differences)


def draw(s: Sizes, *shape: int, high: int | None = None, salt: int = 0) -> Any:
    """Random ids of this shape, the same for both models."""
    generator = torch.Generator().manual_seed(s["seed"] + 1000 * salt + 1)
    return torch.randint(high or s["V"], shape, generator=generator)


def padding(s: Sizes, T: int, left: bool = False) -> Any:
    """(B, T): 1 where a row has a token, 0 at its padding; all 1 unless s["padded"]."""
    lengths = draw(s, s["B"], high=T, salt=9) + 1 if s["padded"] else torch.full((s["B"],), T)
    real = (torch.arange(T) < lengths[:, None]).long()
    return real.flip(1) if left else real


def entropy(scores: Any, labels: Any) -> Any:
    """Mean cross-entropy over the labels that count: (…, V), (…) -> a number."""
    return F.cross_entropy(scores.flatten(0, -2), labels.flatten(), ignore_index=IGNORE)


class Bert(Variant):
    """Masked tokens and sentence pairs."""

    snippet, model, name = "bert", "BERT", "BERT, both heads, segments, padding"

    def theirs(self, s: Sizes) -> Any:
        """BertForPreTraining."""
        sizes = {"vocab_size": s["V"], "max_position_embeddings": s["P"], "hidden_size": s["C"]}
        sizes |= {"num_attention_heads": s["H"], "intermediate_size": s["F"], "num_hidden_layers": s["N"]}
        return t.BertForPreTraining(config(t.BertConfig, **sizes))

    def batch(self, s: Sizes) -> tuple[Any, ...]:
        """Ids, segments, padding, labels of tokens, labels of pairs."""
        ids, segments = draw(s, s["B"], s["T"]), draw(s, s["B"], s["T"], high=2, salt=1)
        labels = draw(s, s["B"], s["T"], salt=2)
        chosen = draw(s, s["B"], s["T"], high=3, salt=3) == 0
        chosen[0, 0] = True
        return ids, segments, padding(s, s["T"]), labels.where(chosen, IGNORE), draw(s, s["B"], high=2, salt=4)

    def run_ours(self, model: Any, s: Sizes, out: Result) -> None:
        """Both heads, from one run."""
        ids, segments, real, labels, pairs = self.batch(s)
        states = model.states(ids, segments, real)
        out.scores = [model.words(states), model.follows(states)]
        out.loss = entropy(out.scores[0], labels) + entropy(out.scores[1], pairs)

    def run_theirs(self, model: Any, s: Sizes, out: Result) -> None:
        """Its own loss."""
        ids, segments, real, labels, pairs = self.batch(s)
        got = model(
            ids, token_type_ids=segments, attention_mask=real, labels=labels, next_sentence_label=pairs,
            output_attentions=True,
        )  # fmt: skip
        out.scores, out.loss = [got.prediction_logits, got.seq_relationship_logits], got.loss
        out.maps = [*got.attentions]


class Gpt2(Variant):
    """Pre-norm, padding on either side, in one run or in parts with a cache."""

    snippet, model, name = "gpt", "GPT", "GPT-2, padding, cache"

    def theirs(self, s: Sizes) -> Any:
        """GPT2LMHeadModel."""
        sizes = {"vocab_size": s["V"], "n_positions": s["P"], "n_embd": s["C"], "n_head": s["H"]}
        sizes |= {"n_inner": s["F"], "n_layer": s["N"]}
        return t.GPT2LMHeadModel(config(t.GPT2Config, **sizes))

    def batch(self, s: Sizes) -> tuple[Any, ...]:
        """Ids, padding, labels (a token's label is the next), lengths of the parts."""
        ids, real = draw(s, s["B"], s["T"] + 1), padding(s, s["T"], left=bool(s["seed"] % 2))
        parts = [s["T"]]
        if s["cached"] and s["T"] > 1:
            cut = int(draw(s, 1, high=s["T"] - 1, salt=5)) + 1
            parts = [cut, s["T"] - cut]
        return ids[:, :-1], real, ids[:, 1:].where(real == 1, IGNORE), parts

    def run_ours(self, model: Any, s: Sizes, out: Result) -> None:
        """In parts if there are several."""
        ids, real, labels, parts = self.batch(s)
        cache: dict[Any, Any] | None = {} if len(parts) > 1 else None
        seen = 0
        for part in ids.split(parts, 1):
            seen += part.shape[1]
            out.scores.append(model(part, real[:, :seen], cache))
        out.loss = entropy(torch.cat(out.scores, 1), labels)

    def run_theirs(self, model: Any, s: Sizes, out: Result) -> None:
        """The loss from its scores: its own rounds them to float32."""
        ids, real, labels, parts = self.batch(s)
        cached: dict[str, Any] = {"past_key_values": t.DynamicCache()} if len(parts) > 1 else {}
        seen = 0
        for part in ids.split(parts, 1):
            places = torch.arange(seen, seen + part.shape[1])[None].expand(s["B"], -1)
            seen += part.shape[1]
            got = model(
                part, attention_mask=real[:, :seen], position_ids=places, output_attentions=True,
                use_cache=bool(cached), **cached,
            )  # fmt: skip
            out.scores.append(got.logits)
            out.maps += got.attentions
        out.loss = entropy(torch.cat(out.scores, 1), labels)


class Gpt1(Gpt2):
    """Post-norm; theirs has no cache and only right padding makes sense to it."""

    name = "GPT-1, padding"

    def sizes(self, s: Sizes) -> dict[str, int]:
        """Post-norm, and F is 4 C."""
        return super().sizes(s) | {"F": 4 * s["C"], "post_norm": True}

    def theirs(self, s: Sizes) -> Any:
        """OpenAIGPTLMHeadModel."""
        sizes = {"vocab_size": s["V"], "n_positions": s["P"], "n_embd": s["C"], "n_head": s["H"], "n_layer": s["N"]}
        return t.OpenAIGPTLMHeadModel(config(t.OpenAIGPTConfig, **sizes))

    def batch(self, s: Sizes) -> tuple[Any, ...]:
        """In one run, padding on the right."""
        return super().batch({**s, "cached": False, "seed": s["seed"] * 2})

    def run_theirs(self, model: Any, s: Sizes, out: Result) -> None:
        """The loss from its scores: its own rounds them to float32."""
        ids, real, labels, _ = self.batch(s)
        got = model(ids, attention_mask=real, output_attentions=True)
        out.scores, out.maps, out.loss = [got.logits], [*got.attentions], entropy(got.logits, labels)


class Llama(Gpt2):
    """RMSNorm, rotary positions, shared keys and values."""

    snippet, model, name = "llama", "LLaMA", "LLaMA 2, padding, cache, shared heads"

    def sizes(self, s: Sizes) -> dict[str, int]:
        """K of the H heads; channels a head must be even to turn in pairs."""
        return {name: s[name] for name in "V H F N".split()} | {"C": 2 * s["C"], "K": s["K"]}  # noqa: SIM905

    def theirs(self, s: Sizes) -> Any:
        """LlamaForCausalLM."""
        sizes = {"vocab_size": s["V"], "max_position_embeddings": s["P"], "hidden_size": 2 * s["C"]}
        sizes |= {"num_attention_heads": s["H"], "num_key_value_heads": s["K"], "intermediate_size": s["F"]}
        return t.LlamaForCausalLM(config(t.LlamaConfig, num_hidden_layers=s["N"], rms_norm_eps=1e-5, **sizes))


class T5v10(Variant):
    """Encoder and decoder of version 1.0."""

    snippet, model, name = "t5", "T5", "T5 1.0, padding, past 128 places"
    gated = False

    def sizes(self, s: Sizes) -> dict[str, int]:
        """D is free of C / H."""
        return {name: s[name] for name in "V C H D F N".split()} | {"gated": self.gated}  # noqa: SIM905

    def convert(self, names: Mapping[str, Any], state: Mapping[str, Any]) -> dict[str, Any]:
        """With the version."""
        return dict(names["convert"](state, gated=self.gated))

    def theirs(self, s: Sizes) -> Any:
        """T5ForConditionalGeneration; for 1.1 with a head of its own, as its checkpoints have."""
        sizes = {"vocab_size": s["V"], "d_model": s["C"], "num_heads": s["H"], "d_kv": s["D"], "d_ff": s["F"]}
        sizes |= {"num_layers": s["N"], "feed_forward_proj": "gated-gelu" if self.gated else "relu"}
        sizes |= {"tie_word_embeddings": not self.gated, "decoder_start_token_id": 0, "pad_token_id": 0}
        model = t.T5ForConditionalGeneration(config(t.T5Config, **sizes))
        if self.gated:
            model.lm_head.weight = torch.nn.Parameter(torch.empty_like(model.lm_head.weight))
        return model

    def batch(self, s: Sizes) -> tuple[Any, ...]:
        """Ids, padding, the decoder's inputs, labels."""
        U = s["U"]
        labels = draw(s, s["B"], U, salt=2)
        labels = labels.where(padding({**s, "seed": s["seed"] + 7}, U) == 1, IGNORE)
        inputs = torch.cat([torch.zeros(s["B"], 1).long(), labels[:, :-1].clamp(min=0)], 1)
        return draw(s, s["B"], s["T"]), padding(s, s["T"]), inputs, labels

    def run_ours(self, model: Any, s: Sizes, out: Result) -> None:
        """One run."""
        ids, real, inputs, labels = self.batch(s)
        out.scores = [model(ids, inputs, real)]
        out.loss = entropy(out.scores[0], labels)

    def run_theirs(self, model: Any, s: Sizes, out: Result) -> None:
        """Its own loss and its own shift of labels to inputs; maps in the order of this site's modules."""
        ids, real, _, labels = self.batch(s)
        got = model(ids, attention_mask=real, labels=labels, output_attentions=True, use_cache=False)
        pairs = zip(got.decoder_attentions, got.cross_attentions, strict=True)
        out.scores, out.loss = [got.logits], got.loss
        out.maps = [*got.encoder_attentions, *(m for pair in pairs for m in pair)]


class T5v11(T5v10):
    """Gated feed-forward part, a head of its own."""

    name, gated = "T5 1.1, padding, past 128 places", True


class Xlnet(Variant):
    """The content stream alone, in one run or in two with memory; segments, padding."""

    snippet, model, name = "xlnet", "XLNet", "XLNet, content stream, segments, padding, memory"

    def sizes(self, s: Sizes) -> dict[str, int]:
        """The waves of sine and cosine need an even number of channels."""
        return {name: s[name] for name in "V H F N".split()} | {"C": 2 * s["C"]}  # noqa: SIM905

    def theirs(self, s: Sizes) -> Any:
        """XLNetLMHeadModel."""
        sizes = {"vocab_size": s["V"], "d_model": 2 * s["C"], "n_head": s["H"], "d_inner": s["F"], "n_layer": s["N"]}
        return t.XLNetLMHeadModel(config(t.XLNetConfig, ff_activation="gelu", mem_len=None, **sizes))

    def batch(self, s: Sizes) -> tuple[Any, ...]:
        """Ids, segments or None, padding, hidden, labels, lengths of the parts."""
        B, T = s["B"], s["T"]
        segments = draw(s, B, T, high=2, salt=1) if s["segments"] else None
        real = padding(s, T)
        parts = [T // 2, T - T // 2] if s["cached"] and T > 1 else [T]
        return draw(s, B, T), segments, real, draw(s, B, T, salt=2), parts

    def run_ours(self, model: Any, s: Sizes, out: Result) -> None:
        """Part by part; the loss is the last part's, as memory passes no gradient."""
        ids, segments, real, labels, parts = self.batch(s)
        memory: dict[Any, Any] | None = {} if len(parts) > 1 else None
        start = 0
        for size in parts:
            part = slice(start, start := start + size)
            hidden = (real[:, None, part] == 0).expand(-1, size, -1)
            two = None if segments is None else segments[:, part]
            out.scores.append(model(ids[:, part], two, hidden, memory=memory))
        out.loss = entropy(out.scores[-1], labels[:, part])

    def run_theirs(self, model: Any, s: Sizes, out: Result) -> None:
        """Its own loss."""
        ids, segments, real, labels, parts = self.batch(s)
        mems, start = None, 0
        for size in parts:
            part = slice(start, start := start + size)
            got = model(
                ids[:, part], token_type_ids=None if segments is None else segments[:, part],
                attention_mask=real[:, part].to(model.dtype), labels=labels[:, part].contiguous(), mems=mems,
                use_mems=len(parts) > 1, output_attentions=True,
            )  # fmt: skip
            mems = got.mems
            out.scores.append(got.logits)
            out.maps += got.attentions
        out.loss = got.loss


class XlnetTwo(Xlnet):
    """Both streams, with an order of factorisation and some of the places as targets.

    Each target sees at least one token, as in pretraining. tests/models/test_parity.py says what happens otherwise.
    """

    name = "XLNet, both streams, random orders, segments, padding"

    def orders(self, s: Sizes) -> tuple[Any, Any, Any]:
        """When each place has its turn (B, T); hidden (B, T, T); the places (B, M) whose turn comes last."""
        generator = torch.Generator().manual_seed(s["seed"] + 5)
        turn = torch.rand(s["B"], s["T"], generator=generator).argsort(1)
        return turn, turn[:, :, None] <= turn[:, None], turn.argsort(1)[:, -max(1, s["T"] // 3) :]

    def batch(self, s: Sizes) -> tuple[Any, ...]:
        """As for one stream; the first place of the order is no padding."""
        ids, segments, real, labels, parts = super().batch(s)
        real = real.where(self.orders(s)[0] != 0, 1)
        return ids, segments, real, labels, parts

    def compare(self, s: Sizes, ours: Mapping[str, Any], load: Mapping[str, Any]) -> dict[str, float]:
        """Of two tokens at least, so that the target sees one."""
        return super().compare({**s, "T": max(2, s["T"])}, ours, load)

    def run_ours(self, model: Any, s: Sizes, out: Result) -> None:
        """One run; each block runs first the content stream, then the query stream."""
        ids, segments, real, labels, _ = self.batch(s)
        _, hidden, targets = self.orders(s)
        hidden = hidden | (real[:, None] == 0)
        out.scores = [model(ids, segments, hidden, targets)]
        out.loss = entropy(out.scores[0], labels.gather(1, targets))

    def run_theirs(self, model: Any, s: Sizes, out: Result) -> None:
        """Its query stream has a row for each place; only those of targets mean something."""
        ids, segments, real, labels, _ = self.batch(s)
        _, hidden, targets = self.orders(s)
        got = model(
            ids, token_type_ids=segments, attention_mask=real.to(model.dtype), perm_mask=hidden.to(model.dtype),
            target_mapping=F.one_hot(targets, s["T"]).to(model.dtype), labels=labels.gather(1, targets).contiguous(),
            output_attentions=True,
        )  # fmt: skip
        out.scores, out.loss = [got.logits], got.loss
        for content, query in got.attentions:
            rows = targets[:, None, :, None].expand(-1, s["H"], -1, s["T"])
            out.maps += [content, query.gather(2, rows)]


VARIANTS: tuple[Variant, ...] = (Bert(), Gpt1(), Gpt2(), T5v10(), T5v11(), Xlnet(), XlnetTwo(), Llama())
