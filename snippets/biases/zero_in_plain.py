"""Zero in, bias out: what a layer says when its input says nothing."""

from math import exp

x = [0.0, 0.0, 0.0]
W = [[0.5, -1.0, 2.0], [1.5, 0.3, -0.7]]  # a row of weights for each output
b = [0.4, -0.9]

linear = [sum(w * x_i for w, x_i in zip(row, x)) for row in W]
affine = [z + b_j for z, b_j in zip(linear, b)]  # <-
total = sum(exp(z) for z in linear)
softmax = [exp(z) / total for z in linear]

print("linear, W x:           ", linear)
print("affine, W x + b:       ", affine)
print("ReLU of the affine:    ", [max(0.0, z) for z in affine])
print("softmax of the linear: ", softmax)
