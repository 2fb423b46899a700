"""The engine runs a network of two layers and finds all its gradients at once."""

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


X, y = [[0.5, -1.0], [1.5, 2.0], [-1.0, 0.5]], [1.0, -0.5, 0.0]
W1 = [[Value(0.4), Value(-0.6)], [Value(0.3), Value(0.8)]]
b1 = [Value(0.1), Value(-0.2)]
w2, b2 = [Value(0.7), Value(-0.9)], Value(0.2)

L = Value(0.0)
for row, target in zip(X, y):
    p = b2
    for j in range(2):
        z = Value(row[0]) * W1[0][j] + Value(row[1]) * W1[1][j] + b1[j]
        p = p + z.tanh() * w2[j]
    error = p + Value(-target)
    L = L + error * error * Value(1 / len(X))

L.grad = 1.0
for node in reversed(topological(L, [])):
    for source, slope in node.inputs:
        source.grad += node.grad * slope  # <-

print(f"L = {L.data:.6f}")
print("dL/dW1 =", " ".join(f"{v.grad:9.6f}" for row in W1 for v in row))
print("dL/db1 =", " ".join(f"{v.grad:9.6f}" for v in b1))
print("dL/dw2 =", " ".join(f"{v.grad:9.6f}" for v in w2))
print("dL/db2 =", f"{b2.grad:9.6f}")
