"""The parameters of a block, part by part, and of all blocks of some models."""

C = 768  # GPT-2 small
parts = {  # weights, biases
    "attention: q, k, v": (C * 3 * C, 3 * C),
    "attention: output": (C * C, C),
    "feed-forward: up": (C * 4 * C, 4 * C),
    "feed-forward: down": (4 * C * C, C),
    "two norms": (2 * C, 2 * C),
}
total = sum(w + b for w, b in parts.values())  # <-
for name, (w, b) in parts.items():
    print(f"{name:19} {w:9,} + {b:5,}  {(w + b) / total:6.1%}")
print(f"{'block':19} {total:17,}, 12 * C**2 + 13 * C = {12 * C**2 + 13 * C:,}")

print("\nmodel          C   N   F / C   parameters in blocks")
models = {"GPT-2 small": (768, 12, 3072), "LLaMA 7B": (4096, 32, 11008)}
for name, (C, N, F) in models.items():
    if name.startswith("GPT"):
        block = 12 * C**2 + 13 * C
    else:  # no biases, three matrices in the feed-forward part, two gains
        block = 4 * C**2 + 3 * C * F + 2 * C  # <-
    print(f"{name:11} {C:5} {N:3} {F / C:7.3f} {N * block:15,}")
