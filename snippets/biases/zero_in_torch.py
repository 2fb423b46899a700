"""The same with PyTorch's own layer, which has a bias unless told otherwise."""

import torch

torch.set_default_dtype(torch.float64)
layer = torch.nn.Linear(3, 2)
with torch.no_grad():
    layer.weight.copy_(torch.tensor([[0.5, -1.0, 2.0], [1.5, 0.3, -0.7]]))
    layer.bias.copy_(torch.tensor([0.4, -0.9]))

x = torch.zeros(3)  # (3,)
linear = x @ layer.weight.T  # (2,)
affine = layer(x)  # (2,) <-

print("linear, W x:           ", linear.tolist())
print("affine, W x + b:       ", affine.tolist())
print("ReLU of the affine:    ", torch.relu(affine).tolist())
print("softmax of the linear: ", linear.softmax(0).tolist())
