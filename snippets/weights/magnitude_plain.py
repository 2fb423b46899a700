"""A weight of 50 that does nothing, and one of 0.1 that does all."""

x = [[1.0, 2.0], [3.0, 0.0], [0.0, 4.0]]  # (3, 2) nothing negative
W = [[-1.0, 0.5], [-0.5, 0.25]]  # (2, 2) the first column is dead
w = [50.0, 0.1]  # (2,) hidden units to output


def outputs(W, w):
    """Output (3,) for each input, and the hidden activations (3, 2)."""
    z = [[sum(x_t[i] * W[i][j] for i in range(2)) for j in range(2)] for x_t in x]
    a = [[max(z_j, 0.0) for z_j in z_t] for z_t in z]
    return [sum(a_t[j] * w[j] for j in range(2)) for a_t in a], a


y, a = outputs(W, w)
grad = [sum(a_t[j] for a_t in a) for j in range(2)]  # (2,) <-
print(f"outputs: {[round(y_t, 2) for y_t in y]}")
for j in range(2):
    without = outputs(W, [0.0 if i == j else w[i] for i in range(2)])[0]
    change = max(abs(v - u) for v, u in zip(y, without))
    print(f"w = {w[j]:4.1f}: gradient {grad[j]:.2f}, set to 0: change {change:.2f}")

W64 = [[row[0], 64 * row[1]] for row in W]  # 64 times in,
rescaled = outputs(W64, [w[0], w[1] / 64])[0]  # / 64 out
print(f"live unit: weights in x 64, weight out / 64, equal: {rescaled == y}")
