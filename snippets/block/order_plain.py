"""Two orders of the same six steps, told by running blocks on a word."""


def step(name):
    """A part that only writes its name around what it is given."""
    return lambda x: f"{name}({x})"


norm, attention, ffn = step("norm"), step("attention"), step("ffn")


def post_norm(x, add):
    """As in the first transformer: the sum is normed."""
    x = norm(add(x, attention(x)))  # <-
    return norm(add(x, ffn(x)))


def pre_norm(x, add):
    """As in GPT-2: only what a part reads is normed."""
    x = add(x, attention(norm(x)))  # <-
    return add(x, ffn(norm(x)))


for block in (post_norm, pre_norm):
    steps = []  # each addition: what was added, and to what

    def add(x, y, steps=steps):
        """Write an addition down and give its result a name."""
        steps.append(f"{x} + {y}")
        return f"x{len(steps)}"

    print(f"{block.__name__}:")
    end = block("x0", add)
    for number, line in enumerate(steps, 1):
        print(f"  x{number} = {line}")
    print(f"  returns {end}")
