"""The feed-forward part, neuron by neuron: up to four times the width, and back."""

from math import sin

C, F = 2, 8  # width, feed-forward width: 4 * C
x = [[1.0, -0.5], [0.25, 2.0], [1.0, -0.5]]  # (3, C)
W_up = [[sin((i * F + j + 1) ** 2) for j in range(F)] for i in range(C)]  # (C, F)
W_down = [[sin((j * C + i + 1) ** 3) for i in range(C)] for j in range(F)]  # (F, C)
b_up = [0.1] * F  # (F,)
b_down = [0.2, -0.1]  # (C,)


def feed_forward(token):
    """One token's vector, alone: (C,) -> its neurons (F,) and the output (C,)."""
    a = []
    for j in range(F):
        z = sum(token[i] * W_up[i][j] for i in range(C)) + b_up[j]
        a.append(max(z, 0))  # <-
    out = [sum(a[j] * W_down[j][i] for j in range(F)) + b_down[i] for i in range(C)]
    return a, out


for t, token in enumerate(x):
    a, out = feed_forward(token)
    active = sum(a_j > 0 for a_j in a)
    print(f"token {t + 1}: {active} of {F} neurons active", end=", output")
    print(" ".join(f"{o:7.3f}" for o in out))
print(f"weights {2 * C * F}, biases {F + C}")
