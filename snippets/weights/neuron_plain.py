"""A neuron multiplies each input by its own weight and adds up the products."""

x = [2.0, -1.0, 0.5]  # inputs
w = [0.4, 0.3, -2.0]  # one weight on each connection

z = 0.0
for x_i, w_i in zip(x, w):
    print(f"input {x_i:4.1f} x weight {w_i:4.1f} = {x_i * w_i:4.1f}")
    z += x_i * w_i  # <-

print(f"sum z = {z:.1f}")
