"""Names in a checkpoint of transformers' LLaMA, turned into those of llama.py."""

import torch

NAMES = {
    "model.": "",
    "embed_tokens": "token",
    "layers.": "blocks.",
    "lm_head": "head",
}
NAMES |= {f"self_attn.{part}_proj": f"attention.{part}" for part in "qkvo"}
NAMES |= {f"mlp.{part}_proj": f"feed_{part}" for part in ("up", "gate", "down")}
NAMES |= {
    "input_layernorm": "attention_norm",
    "post_attention_layernorm": "feed_norm",
}


def convert(state):
    """A state_dict of LlamaForCausalLM -> one for LLaMA: only names change."""
    ours = {}
    for name, tensor in state.items():
        for old, new in NAMES.items():
            name = name.replace(old, new)  # <-
        if "rotary_emb" not in name:  # angles that old files hold
            ours[name] = tensor
    return ours


names = """model.embed_tokens.weight model.layers.31.self_attn.q_proj.weight
model.layers.31.mlp.gate_proj.weight model.layers.31.post_attention_layernorm.weight
model.layers.0.self_attn.rotary_emb.inv_freq model.norm.weight"""
for name in names.split():
    print(name, *convert({name: torch.zeros(1)}) or ["left out"], sep="\n  -> ")
