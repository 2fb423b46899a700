"""A bias is one more weight, on an input that is always 1."""

X = [[2.0, -2.0], [0.5, 3.0], [0.0, 0.0], [-1.0, 1.0]]  # four inputs
w, b = [0.4, 0.3], -0.5
w_plus = w + [b]  # the bias joins the weights <-

dL_dz = [1.0, -2.0, 0.5, 4.0]  # say the loss has these slopes
dL_dw = [0.0, 0.0, 0.0]

for x, slope in zip(X, dL_dz):
    z = sum(w_i * x_i for w_i, x_i in zip(w, x)) + b
    x_plus = x + [1.0]  # and the input gets a 1 <-
    z_plus = sum(w_i * x_i for w_i, x_i in zip(w_plus, x_plus))
    print(f"x = {x}: with a bias z = {z:5.2f}", end=", ")
    print(f"with a constant input z = {z_plus:5.2f}")
    for i, x_i in enumerate(x_plus):
        dL_dw[i] += slope * x_i

print(f"gradient of the weight on the constant input = {dL_dw[2]:.2f}")
print(f"sum of dL/dz, which is the bias's gradient   = {sum(dL_dz):.2f}")
