"""How often GPT-3 read each of its texts, from the rounded figures of its paper."""

tokens_read = 300  # billion
table = {  # billion tokens, percent of the mix, epochs as printed in Table 2.2
    "Common Crawl": (410, 60, "0.44"),
    "WebText2": (19, 22, "2.9"),
    "Books1": (12, 8, "1.9"),
    "Books2": (55, 8, "0.43"),
    "Wikipedia": (3, 3, "3.4"),
}
print("text          computed  rounding allows  paper  agrees")
for name, (size, share, paper) in table.items():
    epochs = tokens_read * share / 100 / size  # <-
    low = tokens_read * (share - 0.5) / 100 / (size + 0.5)
    high = tokens_read * (share + 0.5) / 100 / (size - 0.5)
    half = 0.5 * 10 ** -len(paper.split(".")[1])  # what the paper's digits hide
    agrees = low - half <= float(paper) <= high + half
    print(f"{name:12} {epochs:9.2f} {low:9.2f} to {high:.2f} {paper:>6}  {agrees}")

whole = sum(size for size, _, _ in table.values())
print(f"all texts: {whole} billion tokens; shares add up to", end=" ")
print(f"{sum(share for _, share, _ in table.values())}%")
print(f"read {tokens_read} of {whole} billion: {tokens_read / whole:.2f} epochs")
