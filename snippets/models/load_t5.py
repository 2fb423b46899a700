"""A checkpoint of transformers' T5, turned into one for t5.py."""

import re

import torch

NAMES = [
    (r"^shared", "token"),
    (r"^lm_head", "head"),
    (r"^(encoder|decoder)\.block\.(\d+)\.layer\.", r"\1.\2."),
    (r"\d\.SelfAttention", "attention"),
    (r"\d\.EncDecAttention", "cross"),
    (r"\d\.DenseReluDense\.wi_0", "feed_gate.0"),  # 1.1: through GELU
    (r"\d\.DenseReluDense\.wi(_1)?", "feed_up"),
    (r"\d\.DenseReluDense\.wo", "feed_down"),
    (r"\.0\.layer_norm", ".attention_norm"),
    (r"^(decoder\.\d+)\.1\.layer_norm", r"\1.cross_norm"),
    (r"\.[12]\.layer_norm", ".feed_norm"),
    (r"^encoder\.final_layer_norm", "norm.0"),
    (r"^decoder\.final_layer_norm", "norm.1"),
]
TABLE = "block.0.layer.0.SelfAttention.relative_attention_bias.weight"


def convert(state, gated):
    """A state_dict of T5ForConditionalGeneration -> one for T5(…, gated=gated)."""
    tables = [state[f"{side}.{TABLE}"] for side in ("encoder", "decoder")]
    ours = {"relative": torch.stack(tables)}  # files list the decoder's first
    skip = ["relative_attention_bias", "embed_tokens"]
    skip += [] if gated else ["lm_head.weight"]
    for name, tensor in state.items():
        if not any(part in name for part in skip):
            for old, new in NAMES:
                name = re.sub(old, new, name)  # <-
            ours[name] = tensor
    return ours


inside = "layer.0.SelfAttention.q layer.0.layer_norm layer.1.layer_norm"
inside += " layer.1.EncDecAttention.v layer.2.layer_norm layer.2.DenseReluDense.wo"
state = {f"decoder.block.7.{n}.weight": torch.zeros(1) for n in inside.split()}
for side, number in ("decoder", 1.0), ("encoder", 0.0):
    state[f"{side}.{TABLE}"] = torch.full((32, 8), number)
ours = convert(state, gated=False)
for name, tensor in ours.items():
    print(f"{name:26} {tuple(tensor.shape)}")
print("encoder's zeros, decoder's ones:", ours["relative"].mean((1, 2)).tolist())
