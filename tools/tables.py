"""Tables that pages include, computed from the models' own code.

python -m tools.tables    write them to docs/_generated/
"""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tools import census, comparison
from tools.snippets import ROOT

NO_BREAK = "\N{NON-BREAKING HYPHEN}"
GENERATED = ROOT / "docs" / "_generated"

# Where a layer stands, told from its name in transformers. The first pattern that fits decides,
# but for c_attn, whose one bias serves queries, keys and values.
PLACES = {
    "norm": r"norm|\.ln_\w+$",
    "q": r"\.(query|q_proj|q|c_attn)$",
    "k": r"\.(key|k_proj|k|c_attn)$",
    "v": r"\.(value|v_proj|v|c_attn)$",
    "o": r"\.(attention\.output\.dense|attn\.c_proj|o_proj|out_proj|o)$",
    "ffn": r"\.(intermediate\.dense|output\.dense|mlp\.c_fc|mlp\.c_proj|wi|wo|layer_1|layer_2"
    r"|gate_proj|up_proj|down_proj|fc1|fc2|gate_up_proj)$",
    "head": r"^(lm_head|lm_loss|cls\.predictions\.decoder|proj_out)$",
}
# The rest of what is called a bias, or acts as one: a pattern, what it is (in brackets, since the page has little
# room: not counted), and whether it is counted.
OTHERS = [
    (r"cls\.predictions\.transform\.dense", "head's dense layer", True),
    (r"cls\.predictions$", "", False),  # one tensor with the output head's
    (r"r_[wrs]$", "three vectors", True),
    (r"relative_attention_bias$", "(position table)", False),
    (r"router$", "router", True),
    (r"sinks$", "(sinks)", False),
    (r"conv\d$", "two convolutions", True),
]


class TableError(Exception):
    """What is wrong with a table, as one message with the mend."""


@dataclass
class Biases:
    """What the names and shapes of a model's parameters say about its biases."""

    places: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    numbers: int = 0
    total: int = 0


def classify(parameters: Iterable[tuple[str, Any]]) -> Biases:
    """Sort (name, parameter) pairs, tied ones repeated, into places with and without a bias."""
    found = Biases()
    named = list(parameters)
    sizes = {id(p): p.numel() for _, p in named}
    paths: dict[str, set[str]] = {}  # path of a layer -> {"weight", "bias"}
    counted: dict[int, int] = {}
    for name, parameter in named:
        match = re.fullmatch(r"(.+?)(?:\.|_)(weight|bias)", name)
        path, kind = (match[1], match[2]) if match else (name, "weight")
        placed = [place for place, pattern in PLACES.items() if re.search(pattern, path, re.I)]
        other = next((o for o in OTHERS if re.search(o[0], path)), None)
        if other:
            words, is_counted = other[1:]
            if kind == "bias" or not is_counted:
                found.others += [words] if words and words not in found.others else []
                counted |= {id(parameter): sizes[id(parameter)]} if is_counted else {}
            continue
        if kind == "bias":
            if not placed:
                raise TableError(
                    f"tools/tables.py: {name} is a bias in no known place. Mend: add its layer to PLACES or OTHERS."
                )
            counted[id(parameter)] = sizes[id(parameter)]
        for place in placed:
            paths.setdefault(f"{place}:{path}", set()).add(kind)
    for place in PLACES:
        layers = [kinds for key, kinds in paths.items() if key.startswith(f"{place}:")]
        if not layers:
            raise TableError(f"tools/tables.py: no layer for {place}. Mend: correct its pattern in PLACES.")
        withs = sum("bias" in kinds for kinds in layers)
        found.places[place] = "yes" if withs == len(layers) else "no" if not withs else f"{withs} of {len(layers)}"
    found.numbers, found.total = sum(counted.values()), sum(sizes.values())
    return found


def families() -> dict[str, Any]:
    """Name -> model of that shape on the meta device, in the order of publication."""
    import torch
    import transformers as t

    t.logging.set_verbosity_error()

    def make(model: str, config: str, **sizes: Any) -> Any:
        with torch.device("meta"):
            return getattr(t, model)(getattr(t, config)(**sizes))

    t5_base = {"d_model": 768, "d_ff": 3072, "num_heads": 12, "num_layers": 12}
    xlnet_base = {"d_model": 768, "d_inner": 3072, "n_head": 12, "n_layer": 12}
    qwen2_7b = {
        "vocab_size": 152064, "hidden_size": 3584, "intermediate_size": 18944, "num_hidden_layers": 28,
        "num_attention_heads": 28, "num_key_value_heads": 4, "tie_word_embeddings": False,
    }  # fmt: skip
    qwen3_8b = {
        "vocab_size": 151936, "hidden_size": 4096, "intermediate_size": 12288, "num_hidden_layers": 36,
        "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 128, "tie_word_embeddings": False,
    }  # fmt: skip
    whisper_small = {
        "d_model": 768, "encoder_layers": 12, "decoder_layers": 12, "encoder_attention_heads": 12,
        "decoder_attention_heads": 12, "encoder_ffn_dim": 3072, "decoder_ffn_dim": 3072,
    }  # fmt: skip
    return {
        "BERT-base": make("BertForMaskedLM", "BertConfig"),
        "GPT-2 small": make("GPT2LMHeadModel", "GPT2Config"),
        "XLNet-base": make("XLNetLMHeadModel", "XLNetConfig", **xlnet_base),
        "T5-base": make("T5ForConditionalGeneration", "T5Config", **t5_base),
        "PaLM 540B": None,  # not in transformers
        "Whisper small": make("WhisperForConditionalGeneration", "WhisperConfig", **whisper_small),
        "LLaMA 7B": make("LlamaForCausalLM", "LlamaConfig"),
        "Qwen2 7B": make("Qwen2ForCausalLM", "Qwen2Config", **qwen2_7b),
        "Qwen3 8B": make("Qwen3ForCausalLM", "Qwen3Config", **qwen3_8b),
        "gpt-oss 20B": make("GptOssForCausalLM", "GptOssConfig", num_hidden_layers=24, num_local_experts=32),
    }


def biases_by_model() -> str:
    """Which models have a bias where: a Markdown table."""
    head = ["Model", "Attention", "Feed-forward", "Norm", "Head", "Others", "Numbers"]
    rows = [head, ["---"] * 6 + ["---:"]]
    for name, model in families().items():
        if model is None:  # PaLM: this row is its paper's sentence
            rows.append([name, *["no"] * 4, "–", "0"])
            continue
        found = classify(model.named_parameters(remove_duplicate=False))
        attention = [
            p if found.places[p] == "yes" else f"{p} ({found.places[p]})" for p in "qkvo" if found.places[p] != "no"
        ]
        places = [", ".join(attention) or "no", *(found.places[p] for p in ("ffn", "norm", "head"))]
        share = f"{found.numbers:,} ({found.numbers / found.total:.3%})" if found.numbers else "0"
        rows.append([name, *places, ", ".join(found.others) or "–", share])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


# Bytes a parameter: 4-bit numbers with a 16-bit scale for each 32; and mixed-precision training with Adam, which
# keeps weights and gradients in 16 bits and a copy of the weights and two averages in float32.
HOLD = {"16 bits": 2.0, "4 bits": (4 + 16 / 32) / 8}
TRAIN = 2 + 2 + 4 + 4 + 4


def memory_by_model() -> str:
    """What each model takes to hold and to train, from its count of parameters: a Markdown table."""
    head = ["Model", *(f"Hold, {how}" for how in HOLD), "Train", "Parameters"]
    rows = [head, ["---"] + ["---:"] * (len(head) - 1)]
    for name, model in families().items():
        if model is not None:
            count = sum(p.numel() for p in model.parameters())
            sizes = [count * each / 1e9 for each in (*HOLD.values(), TRAIN)]
            rows.append([name, *(f"{size:.2f}&nbsp;GB" for size in sizes), f"{count:,}"])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def tensor_in(value: Any) -> Any:
    """The first tensor of what a block takes or returns: itself, or in a list or tuple."""
    return tensor_in(value[0]) if isinstance(value, list | tuple) else value.squeeze()


def norms_of(model: Any, blocks: Any) -> list[str]:
    """What norm a model has, its eps, where it stands, and whether one follows the last block: told by what it does.

    A text goes through twice, the second time with all layers of the last block set to 0. A norm stands before the
    part if it sees the block's input; none stands on the residual path if the zeroed block returns its input.
    """
    import torch

    norms = [m for m in blocks[-1].modules() if "Norm" in type(m).__name__]
    seen: list[Any] = []
    blocks[-1].register_forward_pre_hook(
        lambda _, args, kwargs: seen.append(tensor_in(args or [*kwargs.values()])), with_kwargs=True
    )
    blocks[-1].register_forward_hook(lambda _, args, out: seen.append(tensor_in(out)))
    for norm in norms:
        norm.register_forward_pre_hook(lambda _, args: seen.append(tensor_in(args)))
    ids = torch.arange(6)[None]
    texts = {"input_ids": ids} | ({"decoder_input_ids": ids} if model.config.is_encoder_decoder else {})
    with torch.no_grad():
        out = model(**texts)
        end = out.get("encoder_last_hidden_state", out["last_hidden_state"]).squeeze()
        before, follows = seen[1].equal(seen[0]), "no" if end.equal(seen[-1]) else "yes"
        kept = {id(p) for norm in norms for p in norm.parameters()}
        for p in blocks[-1].parameters():
            p.mul_(id(p) in kept)
        seen.clear()
        model(**texts)
        free = seen[-1].equal(seen[0])
        x = torch.tensor([1.0, 2, 3, 6] * (seen[0].shape[-1] // 4))
        kind = "LayerNorm" if torch.allclose(norms[0](x), norms[0](x + 1), atol=1e-4) else "RMSNorm"
    where = {(True, True): "before each part", (False, False): "after each sum", (False, True): "after each part"}
    eps = getattr(norms[0], "eps", None) or norms[0].variance_epsilon
    return [kind, f"{eps:.0e}".replace("e-0", "e-").replace("-", NO_BREAK), where[before, free], follows]


def norms_by_model() -> str:
    """Which models norm where: a Markdown table, from small models with the published settings of their norms."""
    import torch
    import transformers as t

    t.logging.set_verbosity_error()
    small = {"vocab_size": 16, "hidden_size": 32, "intermediate_size": 64}
    small |= {"num_hidden_layers": 2, "num_attention_heads": 4}
    gpt = {"vocab_size": 16, "n_embd": 32, "n_layer": 2, "n_head": 4}
    rows = [["Model", "Norm", "eps", "Where", "At the end"], ["---"] * 5]
    for name, family, blocks, sizes in (
        ("GPT-1", "OpenAIGPT", "h", gpt),
        ("BERT", "Bert", "encoder.layer", small),
        ("GPT-2", "GPT2", "h", gpt),
        ("XLNet", "XLNet", "layer", {"vocab_size": 16, "d_model": 32, "n_layer": 2, "n_head": 4, "d_inner": 64}),
        ("T5", "T5", "encoder.block", {"vocab_size": 16, "d_model": 32, "num_layers": 2, "num_heads": 4, "d_ff": 64}),
        ("LLaMA", "Llama", "layers", small),
        ("OLMo 2", "Olmo2", "layers", {**small, "pad_token_id": 0}),
    ):
        torch.manual_seed(0)
        model = getattr(t, f"{family}Model")(getattr(t, f"{family}Config")(**sizes)).eval()
        rows.append([name, *norms_of(model, model.get_submodule(blocks))])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


TABLES = (
    {table.__name__: table for table in (biases_by_model, memory_by_model, norms_by_model)}
    | census.TABLES
    | comparison.TABLES
)


def main() -> int:
    """Write every table; print the names of those that changed."""
    GENERATED.mkdir(parents=True, exist_ok=True)
    for name, table in TABLES.items():
        path, text = GENERATED / f"{name}.md", table()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{path.relative_to(ROOT)} rewritten")
    return 0


if __name__ == "__main__":
    sys.exit(main())
