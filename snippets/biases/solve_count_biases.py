"""Every bias of GPT-2 small, counted by place; then those that are spare."""

C, N = 768, 12

one_block = {
    "query": C,
    "key": C,
    "value": C,
    "attention out": C,
    "feed-forward up": 4 * C,
    "feed-forward down": C,
    "two LayerNorms": 2 * C,
}
for place, count in one_block.items():
    print(f"{place:17} {count:5,} x {N} = {N * count:6,}")

linear = N * (sum(one_block.values()) - one_block["two LayerNorms"])
norm = N * one_block["two LayerNorms"] + C  # and the last LayerNorm <-
print(f"linear biases {linear:,} + LayerNorm biases {norm:,} = {linear + norm:,}")

key = N * one_block["key"]  # softmax cancels them
value = N * one_block["value"]  # the output projection's bias can take them
folded = N * one_block["two LayerNorms"]  # the layer behind can take them
spare = key + value + folded
print(f"spare: {key:,} + {value:,} + {folded:,} = {spare:,} of {linear + norm:,}")
