"""An autograd engine for single numbers: each operation beside its gradient."""

from math import tanh


class Value:
    """A number and, for each input of the operation that made it, a slope."""

    def __init__(self, data, inputs=()):
        self.data, self.inputs, self.grad = data, inputs, 0.0

    def __add__(self, v):
        return Value(self.data + v.data, [(self, 1.0), (v, 1.0)])

    def __mul__(self, v):
        return Value(self.data * v.data, [(self, v.data), (v, self.data)])

    def tanh(self):
        """The activation function: Value -> Value."""
        return Value(tanh(self.data), [(self, 1 - tanh(self.data) ** 2)])


def topological(node, order):
    """Append every node behind its inputs: Value, list -> the same list."""
    if node not in order:
        for source, _ in node.inputs:
            topological(source, order)
        order.append(node)
    return order


x, w, b = Value(2.0), Value(1.5), Value(-2.5)
z = w * x + b
L = z * z.tanh()  # z is used twice
L.grad = 1.0
for node in reversed(topological(L, [])):
    for source, slope in node.inputs:
        source.grad += node.grad * slope  # the chain rule, added up <-
for name, node in {"L": L, "z": z, "b": b, "w": w, "x": x}.items():
    print(f"{name} = {node.data:7.4f}   dL/d{name} = {node.grad:7.4f}")
