"""A checkpoint of transformers' GPT-1 or GPT-2, turned into one for gpt.py."""

import torch

NAMES = {"transformer.": "", "wte": "token", "wpe": "position", "h.": "blocks."}
NAMES |= {"tokens_embed": "token", "positions_embed": "position"}
NAMES |= {
    "attn.c_proj": "attention.o",
    "mlp.c_fc": "feed.0",
    "mlp.c_proj": "feed.2",
}
NAMES |= {"ln_1": "attention_norm", "ln_2": "feed_norm", "ln_f": "norm"}


def convert(state):
    """A state_dict of GPT2LMHeadModel or OpenAIGPTLMHeadModel -> one for GPT.

    They store a layer's weights as (inputs, outputs), and q, k, v as one layer.
    """
    ours = {}
    for name, tensor in state.items():
        if name == "lm_head.weight" or name.endswith((".attn.bias", "masked_bias")):
            continue  # tied to the token embedding; a mask that old files hold
        if "c_attn" in name or "c_proj" in name or "c_fc" in name:
            tensor = tensor.T if tensor.dim() == 2 else tensor  # <-
        parts = {name: tensor}
        if "c_attn" in name:
            new = [
                name.replace("attn.c_attn", f"attention.{part}") for part in "qkv"
            ]
            parts = dict(zip(new, tensor.chunk(3)))
        for name, tensor in parts.items():
            for old, new in NAMES.items():
                name = name.replace(old, new)
            ours[name] = tensor
    return ours


C = 4
state = {
    "transformer.wte.weight": torch.zeros(9, C),
    "transformer.h.0.attn.c_attn.weight": torch.zeros(C, 3 * C),
    "transformer.h.0.mlp.c_fc.weight": torch.zeros(C, 4 * C),
    "lm_head.weight": torch.zeros(9, C),
}
for name, tensor in convert(state).items():
    print(f"{name:30} {tuple(tensor.shape)}")
