"""Four rules of who may see whom, each a grid of ones and zeros."""

import numpy as np

T = 6
i, j = np.arange(T)[:, None], np.arange(T)[None]  # a row sees, a column is seen
length, prefix = 4, 3  # real tokens before the padding; tokens of the prompt
order = np.array([3, 1, 5, 2, 0, 4])  # (T,) the order in which tokens are predicted
rank = np.argsort(order)  # (T,) rank[t]: when token t has its turn

masks = {
    "causal": j <= i,  # <-
    "padding": (j < length) & (i >= 0),
    "prefix": (j <= i) | (j < prefix),  # <-
    "permutation": rank[j] <= rank[:, None],  # <-
}
for name, mask in masks.items():
    seen = mask.sum(1)  # (T,)
    print(f"{name}: tokens seen {seen.tolist()}")
    for row in mask.astype(int):
        print(" ", *row)
