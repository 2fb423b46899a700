"""The same by autograd: as a bias and as a weight it has one gradient."""

import torch

X = torch.tensor([[2.0, -2.0], [0.5, 3.0], [0.0, 0.0], [-1.0, 1.0]])  # (4, 2)
w, b = torch.tensor([0.4, 0.3]), torch.tensor(-0.5, requires_grad=True)
w_plus = torch.tensor([0.4, 0.3, -0.5], requires_grad=True)  # (3,) w and then b
dL_dz = torch.tensor([1.0, -2.0, 0.5, 4.0])  # (4,) say L has these slopes

z = X @ w + b  # (4,)
X_plus = torch.cat([X, torch.ones(4, 1)], dim=1)  # (4, 3) each gets a 1 <-
z_plus = X_plus @ w_plus  # (4,) <-
for x, z_i, zp_i in zip(X.tolist(), z, z_plus):
    print(f"x = {x}: with a bias z = {z_i:5.2f}", end=", ")
    print(f"with a constant input z = {zp_i:5.2f}")

z.backward(dL_dz)
z_plus.backward(dL_dz)
print(f"gradient of the weight on the constant input = {w_plus.grad[2]:.2f}")
print(f"sum of dL/dz, which is the bias's gradient   = {b.grad:.2f}")
