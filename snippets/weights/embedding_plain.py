"""To look up a row is to multiply a one-hot vector by the matrix."""

V, C = 4, 3  # vocabulary size, width
E = [  # one row of weights for each token
    [0.1, 0.2, 0.3],
    [1.0, 1.1, 1.2],
    [-0.5, 0.0, 0.5],
    [0.7, -0.7, 0.0],
]
token = 2

one_hot = [1.0 if v == token else 0.0 for v in range(V)]  # (V,)
product = [0.0] * C  # (C,)
for c in range(C):
    for v in range(V):
        product[c] += one_hot[v] * E[v][c]  # <-
row = E[token]  # (C,)

print(f"one-hot x matrix: {product}")
print(f"row {token} of matrix:  {row}")
print(f"equal: {product == row}")

cost = 50257 * 768  # GPT-2 small
print(f"GPT-2 small: {cost:,} multiplications, or a copy of 768 numbers")
