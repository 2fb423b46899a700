"""Momentum: step along a running sum of the gradients."""

k = [25.0, 1.0]  # L = (25 (w1 - 1)^2 + (w2 - 1)^2) / 2
w = [0.0, 0.0]
lr, mu = 0.07, 0.6
m = [0.0, 0.0]

path = [w]
for step in range(1, 101):
    g = [ki * (wi - 1) for ki, wi in zip(k, w)]
    m = [mu * mi + gi for mi, gi in zip(m, g)]  # <-
    w = [wi - lr * mi for wi, mi in zip(w, m)]
    path.append(w)

for step in 0, 1, 2, 3, 5, 10, 20, 30:
    w1, w2 = path[step]
    L = (k[0] * (w1 - 1) ** 2 + k[1] * (w2 - 1) ** 2) / 2
    print(f"step {step:2}: w = {w1:7.4f} {w2:7.4f}, loss {L:.1e}")
