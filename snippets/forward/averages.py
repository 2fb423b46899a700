"""The mean of batch means is not the mean over tokens if lengths differ."""

from math import exp

batches = [[1.0] * 8, [3.0, 3.0]]  # losses of 8 tokens and of 2

means = [sum(losses) / len(losses) for losses in batches]
macro = sum(means) / len(means)  # each batch counts alike
total = sum(sum(losses) for losses in batches)
tokens = sum(len(losses) for losses in batches)
micro = total / tokens  # each token counts alike <-

print(f"batch means {means}")
print(f"mean of the means:   {macro:.2f}, perplexity {exp(macro):.2f}")
print(f"mean over {tokens} tokens: {micro:.2f}, perplexity {exp(micro):.2f}")
weighted = sum(m * len(losses) / tokens for m, losses in zip(means, batches))
print(f"means weighted by their tokens: {weighted:.2f}")
for losses, name in zip(batches, ["long", "short"]):
    share = 1 / len(losses) / len(batches)
    print(f"a token of the {name} batch counts {share:.4f}, not {1 / tokens:.4f}")
