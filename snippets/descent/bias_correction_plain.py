"""Adam's running means start at 0 and are too small at first, by a known factor."""

beta1, beta2, g = 0.9, 0.999, 4.0  # the gradient is 4 at every step
m = v = 0.0
print("step      m  m_hat        v   v_hat  m/sqrt(v)  m_hat/sqrt(v_hat)")
for step in range(1, 5001):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**step), v / (1 - beta2**step)  # <-
    if step in (1, 2, 10, 100, 1000, 5000):
        print(f"{step:4} {m:6.3f} {m_hat:6.3f} {v:8.4f} {v_hat:7.3f}", end="")
        print(f" {m / v**0.5:10.3f} {m_hat / v_hat**0.5:18.3f}")
