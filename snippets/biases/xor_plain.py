"""XOR with and without biases: it is the non-linearity that solves it."""


def relu(z):
    """max(0, z): number -> number."""
    return max(0, z)


def step(z):
    """1 if z > 0, else 0: number -> number."""
    return int(z > 0)


def without_bias(x1, x2):
    """Two ReLU neurons and no bias: two numbers -> number."""
    return relu(x1 - x2) + relu(x2 - x1)  # <-


def textbook(x1, x2, b_or=-0.5, b_nand=1.5, b_and=-1.5):
    """OR and NAND joined by AND, three step neurons: two numbers -> number."""
    a_or = step(x1 + x2 + b_or)
    a_nand = step(-x1 - x2 + b_nand)
    return step(a_or + a_nand + b_and)


print("x1 x2 | XOR | ReLU, no bias | OR-NAND | OR-NAND, biases set to 0")
for x1, x2 in [(0, 0), (0, 1), (1, 0), (1, 1)]:
    y, bare = x1 ^ x2, textbook(x1, x2, 0, 0, 0)
    print(f" {x1}  {x2} |  {y}  |       {without_bias(x1, x2)}       ", end="|")
    print(f"    {textbook(x1, x2)}    |    {bare}")
