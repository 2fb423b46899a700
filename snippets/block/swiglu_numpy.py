"""SwiGLU: one product decides how much of another passes, with 2/3 of the width."""

import numpy as np

C = 6  # width
F = 4 * C * 2 // 3  # two thirds of 4 * C, since there are three matrices
x = np.array([[1.0, -0.5, 0.0, 2.0, 0.5, -1.0], [0.0, 1.0, 1.0, 0.0, -2.0, 0.5]])
wave = lambda power, *shape: np.sin(np.arange(1, C * F + 1) ** power).reshape(shape)
W_gate, W_up = wave(2, C, F), wave(3, C, F)  # (C, F)
W_down = wave(4, F, C)  # (F, C)

z = x @ W_gate  # (2, F)
gate = z / (1 + np.exp(-z))  # (2, F) SiLU, also called Swish
a = gate * (x @ W_up)  # (2, F) <-
out = a @ W_down  # (2, C)

for t in range(2):
    print(f"token {t + 1}: output", " ".join(f"{o:7.3f}" for o in out[t]))
    print(f"  entries with gate < 0: {np.sum(gate[t] < 0)} of {F}", end=", ")
    print(f"with a < 0: {np.sum(a[t] < 0)}")
print(f"parameters: {3 * C * F}; two matrices of width {4 * C}: {2 * C * 4 * C}")
