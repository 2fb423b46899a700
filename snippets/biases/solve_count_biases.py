"""Every bias of GPT-2 small, counted by place; then those that could go without a trace."""

d, N = 768, 12

one_block = {
    "query": d,
    "key": d,
    "value": d,
    "attention out": d,
    "feed-forward up": 4 * d,
    "feed-forward down": d,
    "two LayerNorms": 2 * d,
}
for place, count in one_block.items():
    print(f"{place:17} {count:5,} x {N} = {N * count:6,}")

linear = N * sum(count for place, count in one_block.items() if "Norm" not in place)
norm = N * one_block["two LayerNorms"] + d  # the last LayerNorm stands after the blocks <-
print(f"linear biases {linear:,} + LayerNorm biases {norm:,} = {linear + norm:,}")

key = N * one_block["key"]  # softmax cancels them
value = N * one_block["value"]  # the output projection's bias can take them over
folded = N * one_block["two LayerNorms"]  # and so can the layer behind each LayerNorm
print(f"could go without a change of the output: {key:,} + {value:,} + {folded:,}", end=" = ")
print(f"{key + value + folded:,} of {linear + norm:,}")
