# %% task: fix
# # A number that is used twice
#
# A tape lists what was computed, in order: the name of each node and, for each of its inputs, the slope. That z grows
# twice as fast as w is the entry `("z", {"w": 2.0})`. `backward` takes the tape and the name of the last node, and
# should return a dictionary with the gradient of the last node for every node. In the example L is 8 w, but another
# slope is printed: mend it.

# %% starter
def backward(tape, last):
    """The gradient of the last node for every node of the tape."""
    grad = {last: 1.0}
    for node, slopes in reversed(tape):
        for source, slope in slopes.items():
            grad[source] = grad[node] * slope
    return grad


# z = 2 w, u = 3 z, L = z + u
tape = [("z", {"w": 2.0}), ("u", {"z": 3.0}), ("L", {"z": 1.0, "u": 1.0})]
print(backward(tape, "L")["w"])


# %% tests
chain = [("z", {"w": 2.0}), ("L", {"z": 5.0})]
twice = [("z", {"w": 2.0}), ("u", {"z": 3.0}), ("L", {"z": 1.0, "u": 1.0})]


def test_slopes_along_a_chain_multiply():
    wrong = [(8.0, "times"), (7.0, "times"), (1.0, "times")]
    expect("backward(chain, 'L')['w']", 10.0, "order", wrong)


def test_two_uses_add_up():
    wrong = [(6.0, "lost"), (2.0, "lost")]
    expect("backward(twice, 'L')['w']", 8.0, "order", wrong)


def test_the_gradient_of_every_node():
    want = {"L": 1.0, "u": 1.0, "z": 4.0, "w": 8.0}
    expect("backward(twice, 'L')", want, hint="lost")


# %% hints
# lost: z is used by u and by L, so two gradients arrive at it. What happens to the one that came before?
# times: Along a chain the slopes are multiplied.
# order: A node can pass its gradient on only after all the nodes that use it. At which end of the tape must that begin?

# %% solution
def backward(tape, last):
    """The gradient of the last node for every node of the tape."""
    grad = {last: 1.0}
    for node, slopes in reversed(tape):
        for source, slope in slopes.items():
            grad[source] = grad.get(source, 0.0) + grad[node] * slope
    return grad


# z = 2 w, u = 3 z, L = z + u
tape = [("z", {"w": 2.0}), ("u", {"z": 3.0}), ("L", {"z": 1.0, "u": 1.0})]
print(backward(tape, "L")["w"])

# %% why
# Slopes multiply along a path and add up over the paths. Weights are used by every token of a text, so in a language
# model this sum is the rule and not an exception.

# %% wrong: lost
def backward(tape, last):
    grad = {last: 1.0}
    for node, slopes in reversed(tape):
        for source, slope in slopes.items():
            grad.setdefault(source, grad[node] * slope)
    return grad

# %% wrong: times
def backward(tape, last):
    grad = {last: 1.0}
    for node, slopes in reversed(tape):
        for source, slope in slopes.items():
            grad[source] = grad.get(source, 0.0) + grad[node] + slope
    return grad

# %% wrong: order
def backward(tape, last):
    grad = {last: 1.0}
    for node, slopes in tape:
        for source, slope in slopes.items():
            grad[source] = grad.get(source, 0.0) + grad.get(node, 0.0) * slope
    return grad
