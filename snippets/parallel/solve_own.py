"""How long two models take on one graphics card."""

rate = 50e12  # operations a second
models = {
    "GPT-2 small, 10 billion tokens": (124_439_808, 10e9),
    "GPT-3": (175e9, 300e9),
}
for name, (N, D) in models.items():
    days = 6 * N * D / rate / 86400  # <-
    print(f"{name}: {days:,.1f} days, {days / 365.25:,.3f} years")
