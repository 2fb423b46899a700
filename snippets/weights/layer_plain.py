"""A layer is several neurons that read the same inputs."""

n_in, n_out = 3, 2
x = [2.0, -1.0, 0.5]  # (n_in,)
W = [  # one row for each input, one column for each neuron
    [0.4, -0.2],
    [0.3, 0.5],
    [-2.0, 1.0],
]

z = [0.0] * n_out  # (n_out,)
for j in range(n_out):
    for i in range(n_in):
        z[j] += x[i] * W[i][j]  # <-

for j in range(n_out):
    print(f"neuron {j + 1}: weights {[row[j] for row in W]}, z = {z[j]:.2f}")
print(f"weights: {n_in} inputs x {n_out} neurons = {n_in * n_out}")
