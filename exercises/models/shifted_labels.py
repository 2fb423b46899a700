# %% task: fix
# # The model that skips a word
#
# The models of `transformers` shift the labels themselves. `compared` shows what they do: for each place but the
# last, the token there and the token that should be guessed from it. `lessons` takes a list of tokens and prepares
# inputs and labels for such a model. It should teach the next token, from each token but the last. Mend `lessons`,
# and leave `compared` alone.

# %% starter
def compared(inputs, labels):
    """The token at each place, and the label that its scores are compared with."""
    return list(zip(inputs[:-1], labels[1:]))


def lessons(tokens):
    """What a model learns from a text: from which token to guess which."""
    inputs, labels = tokens[:-1], tokens[1:]
    return compared(inputs, labels)


print(lessons(["I", "drink", "green", "tea"]))


# %% tests
def test_three_tokens():
    expect(
        'lessons(["a", "b", "c"])',
        [("a", "b"), ("b", "c")],
        hint="twice",
        but=[([("a", "b")], "last"), ([("b", "b")], "same")],
    )


def test_four_tokens():
    expect(
        'lessons(["I", "drink", "green", "tea"])',
        [("I", "drink"), ("drink", "green"), ("green", "tea")],
        hint="twice",
    )


# %% hints
# twice: Count the shifts: one in `lessons`, one in `compared`. How many should there be?
# last: A token at the end has got lost. What must be cut off before the model sees it?
# same: A token is to be guessed from itself. Such a model learns to copy.

# %% solution
def compared(inputs, labels):
    """The token at each place, and the label that its scores are compared with."""
    return list(zip(inputs[:-1], labels[1:]))


def lessons(tokens):
    """What a model learns from a text: from which token to guess which."""
    inputs, labels = tokens, tokens
    return compared(inputs, labels)


print(lessons(["I", "drink", "green", "tea"]))

# %% why
# Shifted twice, the model learns the token after next. No error tells you, and the loss can fall all the same. Look
# at a few pairs of inputs and labels before you train.

# %% wrong: last
def compared(inputs, labels):
    return list(zip(inputs[:-1], labels[1:]))


def lessons(tokens):
    return compared(tokens[:-1], tokens[:-1])

# %% wrong: same
def compared(inputs, labels):
    return list(zip(inputs[:-1], labels[1:]))


def lessons(tokens):
    return compared(tokens[1:], tokens[:-1])

# %% wrong: twice
def compared(inputs, labels):
    return list(zip(inputs[:-1], labels[1:]))


def lessons(tokens):
    return compared(tokens, tokens[1:])
