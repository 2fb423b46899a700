"""GPT-3's warm-up and training, in steps."""

tokens, warm, batch = 300e9, 375e6, 3.2e6  # tokens, tokens, tokens a step
print(f"training: {tokens / batch:,.0f} steps")  # <-
print(
    f"warm-up:  {warm / batch:,.0f} steps, {100 * warm / tokens:.3f}% of the tokens"
)
