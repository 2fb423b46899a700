"""How often a training run reads its text."""

runs = {  # steps, sequences a step, tokens a sequence, text (BERT's in words)
    "tiny GPT": (400, 16, 32, 700),
    "BERT": (1_000_000, 256, 512, 3_300_000_000),
}
for name, (steps, B, T, text) in runs.items():
    tokens = steps * B * T
    epochs = tokens / text  # <-
    print(f"{name:8} reads {tokens:,} tokens: its text {epochs:.0f} times")
