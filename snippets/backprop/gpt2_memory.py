"""GPT-2 small's blocks: what is kept for one text of 1024 tokens, in float32."""

N, T, C, H = 12, 1024, 768, 12

steps = T * (16 * C + 4 + H * T)  # attention in steps <-
fused = T * (16 * C + 4 + H)  # attention in one call <-
inputs = T * C

rows = {
    "attention in steps": N * steps,
    "fused attention": N * fused,
    "checkpoint, in steps": N * inputs + steps,  # one block is open at a time
    "checkpoint, fused": N * inputs + fused,
    "logits": T * 50257,
    "all weights": 124_439_808,
}
for name, numbers in rows.items():
    print(f"{name:21} {numbers:11,} numbers {4 * numbers / 2**20:7.1f} MiB")
