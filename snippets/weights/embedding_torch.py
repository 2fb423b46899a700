"""torch.nn.Embedding is that look-up, in a matrix that can learn."""

import torch

table = [[0.1, 0.2, 0.3], [1.0, 1.1, 1.2], [-0.5, 0.0, 0.5], [0.7, -0.7, 0.0]]
E = torch.tensor(table, dtype=torch.float64)  # (4, 3)
V, C = E.shape
token = torch.tensor(2)

one_hot = torch.nn.functional.one_hot(token, V).to(E.dtype)  # (V,)
product = one_hot @ E  # (C,) <-
embed = torch.nn.Embedding.from_pretrained(E, freeze=False)
row = embed(token).detach()  # (C,)

print(f"one-hot x matrix: {product.tolist()}")
print(f"row {token} of matrix:  {row.tolist()}")
print(f"equal: {torch.equal(product, row)}")

cost = 50257 * 768  # GPT-2 small
print(f"GPT-2 small: {cost:,} multiplications, or a copy of 768 numbers")
