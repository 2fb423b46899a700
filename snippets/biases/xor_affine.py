"""No stack of affine layers solves XOR, whatever its depth and biases."""

import numpy as np

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  # (4, 2)
y = np.array([0.0, 1.0, 1.0, 0.0])  # (4,)

X_plus = np.hstack([X, np.ones((4, 1))])  # (4, 3) ones for the bias
w1, w2, b = np.linalg.lstsq(X_plus, y, rcond=None)[0]  # the best fit
p = X @ np.array([w1, w2]) + b  # (4,)
print("best affine layer predicts", [f"{p_i:.2f}" for p_i in p])
print(f"mean squared error {((p - y) ** 2).mean():.2f}")

random = np.random.RandomState(0)
for layers in (1, 2, 5):
    a = X  # (4, 2)
    for fan_out in [8] * (layers - 1) + [1]:
        W = random.randn(a.shape[1], fan_out)
        a = a @ W + random.randn(fan_out)  # (4, fan_out)
    f00, f01, f10, f11 = a[:, 0]
    gap = (f00 + f11) - (f01 + f10)  # <-
    same = abs(gap) < 1e-9
    print(f"{layers} affine layers: f(00) + f(11) = f(01) + f(10): {same}")
print(f"XOR asks for f(00) + f(11) = {y[0] + y[3]:.0f}", end=", ")
print(f"f(01) + f(10) = {y[1] + y[2]:.0f}")
