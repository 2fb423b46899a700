"""Every parameter of GPT-2 small, counted from its tensors' shapes."""

from math import prod

V, P, C, N = 50257, 1024, 768, 12  # vocabulary, positions, width, layers
tensors = [  # name, shape, how many of them, kind
    ("wte", (V, C), 1, "token embedding"),
    ("wpe", (P, C), 1, "position embedding"),
    ("ln_1.weight", (C,), N, "norm gain"),
    ("ln_1.bias", (C,), N, "norm bias"),
    ("attn.c_attn.weight", (C, 3 * C), N, "attention weight"),
    ("attn.c_attn.bias", (3 * C,), N, "attention bias"),
    ("attn.c_proj.weight", (C, C), N, "attention weight"),
    ("attn.c_proj.bias", (C,), N, "attention bias"),
    ("ln_2.weight", (C,), N, "norm gain"),
    ("ln_2.bias", (C,), N, "norm bias"),
    ("mlp.c_fc.weight", (C, 4 * C), N, "feed-forward weight"),
    ("mlp.c_fc.bias", (4 * C,), N, "feed-forward bias"),
    ("mlp.c_proj.weight", (4 * C, C), N, "feed-forward weight"),
    ("mlp.c_proj.bias", (C,), N, "feed-forward bias"),
    ("ln_f.weight", (C,), 1, "norm gain"),
    ("ln_f.bias", (C,), 1, "norm bias"),
]

print("tensor              shape         copies       count")
kinds = {}
for name, shape, copies, kind in tensors:
    count = copies * prod(shape)  # <-
    kinds[kind] = kinds.get(kind, 0) + count
    print(f"{name:18s}  {shape!s:12s}  {copies:6d}  {count:10,d}")

total = sum(kinds.values())
print(f"\n{'kind':32s}        count   share")
for kind, count in sorted(kinds.items(), key=lambda item: -item[1]):
    print(f"{kind:32s}  {count:11,d}  {100 * count / total:5.2f}%")
print(f"{'total':32s}  {total:11,d}")
