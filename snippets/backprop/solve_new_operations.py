"""The engine learns exp and powers, and finds the slope of a sigmoid."""

from math import exp


class Value:
    """A number and, for each input of the operation that made it, a slope."""

    def __init__(self, data, inputs=()):
        self.data, self.inputs, self.grad = data, inputs, 0.0

    def __add__(self, v):
        return Value(self.data + v.data, [(self, 1.0), (v, 1.0)])

    def __pow__(self, n):
        return Value(self.data**n, [(self, n * self.data ** (n - 1))])  # <-

    def exp(self):
        """Its own slope: Value -> Value."""
        return Value(exp(self.data), [(self, exp(self.data))])  # <-


def topological(node, order):
    """Append every node behind its inputs: Value, list -> the same list."""
    if node not in order:
        for source, _ in node.inputs:
            topological(source, order)
        order.append(node)
    return order


minus_z = Value(-0.8)
p = (Value(1.0) + minus_z.exp()) ** -1  # sigmoid of z
p.grad = 1.0
for node in reversed(topological(p, [])):
    for source, slope in node.inputs:
        source.grad += node.grad * slope
print(f"p = {p.data:.6f}  dp/dz = {-minus_z.grad:.6f}  ", end="")
print(f"p(1 - p) = {p.data * (1 - p.data):.6f}")
