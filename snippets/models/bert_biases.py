"""Every bias of BERT-base by place, and which of them it could do without."""

V, P, C, F, N = 30522, 512, 768, 3072, 12

biases = {  # place: how many numbers, and what they are needed for
    "query": (N * C, "stays"),
    "key": (N * C, "no effect: softmax cancels it"),
    "value": (N * C, "can move into attention out"),
    "attention out": (N * C, "stays"),
    "feed-forward up": (N * F, "stays"),
    "feed-forward down": (N * C, "stays"),
    "norms": ((2 * N + 1) * C, "can move into the layers behind"),  # <-
    "head, dense": (C, "stays"),
    "head, norm": (C, "can move into head, tokens"),
    "head, tokens": (V, "stays"),
    "head, pairs": (C + 2, "stays"),  # pooler, and yes or no
}
matrices = (V + P + 2) * C + N * (4 * C * C + 2 * C * F) + 2 * C * C + 2 * C
gains = (2 * N + 2) * C

for place, (count, fate) in biases.items():
    print(f"{place:18}{count:7,}  {fate}")
total = sum(count for count, fate in biases.values())
spare = total - sum(count for count, fate in biases.values() if fate == "stays")
everything = matrices + gains + total
print(f"biases {total:,}: {total / everything:.3%} of {everything:,}")
print(f"spare {spare:,}, left {total - spare:,}")
