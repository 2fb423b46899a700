"""Plain gradient descent (SGD): step against the gradient."""

k = [25.0, 1.0]  # L = (25 (w1 - 1)^2 + (w2 - 1)^2) / 2
w = [0.0, 0.0]
lr = 0.07

path = [w]
for step in range(1, 101):
    g = [ki * (wi - 1) for ki, wi in zip(k, w)]
    w = [wi - lr * gi for wi, gi in zip(w, g)]  # <-
    path.append(w)

for step in 0, 1, 2, 3, 5, 10, 20, 30:
    w1, w2 = path[step]
    L = (k[0] * (w1 - 1) ** 2 + k[1] * (w2 - 1) ** 2) / 2
    print(f"step {step:2}: w = {w1:7.4f} {w2:7.4f}, loss {L:.1e}")
