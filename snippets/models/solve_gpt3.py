"""GPT-3 counted from its shape, with a tied head and with one of its own."""

V, P, C, N = 50257, 2048, 12288, 96

blocks = N * (12 * C * C + 13 * C)
tied = (V + P) * C + blocks + 2 * C  # <-
untied = tied + V * C
for name, count in ("tied", tied), ("a head of its own", untied):
    print(f"{name:18}{count:16,}  {count / 1e6:,.0f}M  {count / 1e9:.1f}B")
print(f"in the blocks: {blocks / tied:.1%}")
print(f"in 16 bits: {2 * tied / 1e9:.0f} GB")
