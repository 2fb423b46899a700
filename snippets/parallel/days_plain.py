"""How long GPT-3's training takes on 1,024 graphics cards."""

parameters, tokens = 175e9, 300e9
cards, rate = 1024, 140e12  # operations a second that each card achieves
for name, each in ("6 operations", 6), ("8, with one more forward pass", 8):
    seconds = each * parameters * tokens / (cards * rate)  # <-
    print(f"{name}: {seconds / 86400:.0f} days")
print(f"share of the peak of 312e12: {rate / 312e12:.0%}")
