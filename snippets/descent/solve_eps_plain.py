"""When gradients are no larger than eps, Adam's step is no longer lr."""

lr = 0.001
print("gradient  step / lr, eps 1e-8  step / lr, eps 1e-15")
for g in 1e-2, 1e-6, 1e-8, 1e-10:
    m_hat, v_hat = g, g**2  # corrected means of a constant gradient
    steps = [lr * m_hat / (v_hat**0.5 + eps) for eps in (1e-8, 1e-15)]  # <-
    print(f"{g:8} {steps[0] / lr:20.3f} {steps[1] / lr:21.3f}")
