"""Four activation functions on the same numbers."""

from math import erf, exp, pi, sqrt, tanh

relu = lambda z: max(z, 0.0)
gelu = lambda z: z * (1 + erf(z / sqrt(2))) / 2  # z times P(normal number < z) <-
gelu_tanh = lambda z: z * (1 + tanh(sqrt(2 / pi) * (z + 0.044715 * z**3))) / 2  # <-
silu = lambda z: z / (1 + exp(-z))  # z times sigmoid(z) <-

print("     z    relu    gelu  gelu, tanh    silu")
for z in [-5, -4, -3, -2.5, -2, -1.5, -1, -0.75, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4]:
    print(f"{z:6.2f} {relu(z):7.4f} {gelu(z):7.4f}", end=" ")
    print(f"{gelu_tanh(z):11.4f} {silu(z):7.4f}")
