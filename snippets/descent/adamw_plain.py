"""AdamW: Adam, and beside it a pull towards 0 that no gradient rescales."""

k = [25.0, 1.0]  # L = (25 (w1 - 1)^2 + (w2 - 1)^2) / 2
w = [0.0, 0.0]
lr, beta1, beta2, eps, decay = 0.07, 0.9, 0.999, 1e-8, 0.5
m, v = [0.0, 0.0], [0.0, 0.0]

path = [w]
for step in range(1, 101):
    g = [ki * (wi - 1) for ki, wi in zip(k, w)]
    w = [wi - lr * decay * wi for wi in w]  # <-
    m = [beta1 * mi + (1 - beta1) * gi for mi, gi in zip(m, g)]
    v = [beta2 * vi + (1 - beta2) * gi**2 for vi, gi in zip(v, g)]
    m_hat = [mi / (1 - beta1**step) for mi in m]
    v_hat = [vi / (1 - beta2**step) for vi in v]
    w = [wi - lr * mi / (vi**0.5 + eps) for wi, mi, vi in zip(w, m_hat, v_hat)]
    path.append(w)

for step in 0, 1, 2, 3, 5, 10, 20, 30:
    w1, w2 = path[step]
    L = (k[0] * (w1 - 1) ** 2 + k[1] * (w2 - 1) ** 2) / 2
    print(f"step {step:2}: w = {w1:7.4f} {w2:7.4f}, loss {L:.1e}")
