"""A checkpoint of transformers' XLNet, turned into one for xlnet.py."""

import torch

NAMES = {"transformer.": "", "word_embedding": "token", "lm_loss.bias": "head_bias"}
NAMES |= {"rel_attn.layer_norm": "attention_norm", "ff.layer_norm": "feed_norm"}
NAMES |= {"layer.": "blocks.", "ff.layer_1": "feed.0", "ff.layer_2": "feed.2"}


def convert(state):
    """A state_dict of XLNetLMHeadModel -> one for XLNet.

    Theirs stores q, k, v, o and r as (C, H, D), and each vector of a block alone.
    """
    ours = {}
    for name, tensor in state.items():
        start, _, part = name.rpartition(".rel_attn.")
        block = start.replace("transformer.layer", "blocks") + ".attention"
        if part in ("q", "k", "v", "r"):
            rows = tensor.flatten(1).T  # H * D rows, C columns
            ours[f"{block}.{part}.weight"] = rows  # <-
        elif part == "o":
            ours[f"{block}.o.weight"] = tensor.flatten(1)
        elif part == "r_w_bias":  # for content, for distance, for segment
            three = [state[f"{start}.rel_attn.r_{kind}_bias"] for kind in "wrs"]
            ours[f"{block}.relative"] = torch.stack(three)[:, :, None]
        elif part == "seg_embed":
            ours[f"{block}.relative_segment"] = tensor.permute(1, 2, 0)
        elif name == "transformer.mask_emb":
            ours["blank"] = tensor.flatten()
        elif not part.endswith("_bias") and name != "lm_loss.weight":
            for old, new in NAMES.items():
                name = name.replace(old, new)
            ours[name] = tensor
    return ours


C, H, D = 6, 3, 2
vectors = {f"r_{kind}_bias": (H, D) for kind in "wrs"} | {"seg_embed": (2, H, D)}
shapes = {part: (C, H, D) for part in "qo"} | vectors | {"layer_norm.weight": (C,)}
state = {
    f"transformer.layer.0.rel_attn.{k}": torch.zeros(v) for k, v in shapes.items()
}
state["transformer.layer.0.rel_attn.q"] = torch.arange(36.0).reshape(C, H, D)
ours = convert(state)
for name, tensor in ours.items():
    print(f"{name:36} {tuple(tensor.shape)}")
print("first row of q:", ours["blocks.0.attention.q.weight"][0].tolist())
