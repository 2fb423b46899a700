"""A gradient says what a small change does, not what a weight contributes."""

x, w = [0.125, 4.0], [5.0, 0.125]


def loss(w, y):
    """Squared error of a neuron with two inputs: [number, number] -> number."""
    return (w[0] * x[0] + w[1] * x[1] - y) ** 2


for y in (1.0, 1.125):
    p = w[0] * x[0] + w[1] * x[1]
    grad = [2 * (p - y) * x_i for x_i in x]  # <-
    print(f"target {y}: prediction {p}, loss {loss(w, y):.4f}")
    without = [loss([0.0, w[1]], y), loss([w[0], 0.0], y)]
    for i in range(2):
        product = f"weight times input {w[i] * x[i]:.3f}"
        print(f"  weight {i + 1}: {product}, gradient {grad[i]:.4f}", end=", ")
        print(f"loss without it {without[i]:.4f}")

y = 1.0
grad_2 = 2 * (w[0] * x[0] + w[1] * x[1] - y) * x[1]
print("change of weight 2   loss changes by   gradient says")
for change in (-0.001, -0.01, -0.125):
    real = loss([w[0], w[1] + change], y) - loss(w, y)
    predicted = grad_2 * change  # <-
    print(f"{change:18.3f}   {real:15.6f}   {predicted:13.6f}")
