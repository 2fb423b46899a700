# %% task: fill
# # One id, two uses
#
# Texts end with an id `end`, and short texts are filled up with the same id. Complete `counts`: it takes `end` and the
# list of one text's $T$ target ids, and returns a list of $T$ numbers, 1 for a target that counts in the loss and 0
# for padding. The first `end` belongs to the text. A text that was cut off has none.

# %% starter
def counts(y, end):
    """For each target of y, 1 if it counts in the loss and 0 if it is padding."""
    return [1 for target in y]


print(counts([5, 7, 0, 0, 0], end=0))


# %% tests
def test_two_words_an_end_and_padding():
    wrong = [([1, 1, 0, 0, 0], "first"), ([1, 1, 1, 1, 1], "padding")]
    wrong += [([True, True, True, False, False], "numbers")]
    expect("counts([5, 7, 0, 0, 0], end=0)", [1, 1, 1, 0, 0], "padding", wrong)


def test_an_end_without_padding():
    expect("counts([4, 9], end=9)", [1, 1], "first", [([1, 0], "first")])


def test_a_text_that_was_cut_off():
    expect("counts([5, 7, 8], end=0)", [1, 1, 1], hint="cut")


def test_nothing_but_an_end():
    expect("counts([9, 9, 9], end=9)", [1, 0, 0], "padding", [([0, 0, 0], "first")])


# %% hints
# first: The first `end` is a target like any other. From which place on is the id padding?
# padding: What comes after the first `end` must not count.
# numbers: The places are right. Return the numbers 1 and 0.
# cut: In this text `end` does not occur at all.

# %% solution
def counts(y, end):
    """For each target of y, 1 if it counts in the loss and 0 if it is padding."""
    length = y.index(end) + 1 if end in y else len(y)
    return [int(t < length) for t in range(len(y))]


print(counts([5, 7, 0, 0, 0], end=0))

# %% why
# Leave out every `end`, and no target is left that teaches the model to stop. Whether a target counts depends on its
# place, and not on its id.

# %% wrong: first
def counts(y, end):
    return [int(target != end) for target in y]

# %% wrong: padding
def counts(y, end):
    last = len(y) - y[::-1].index(end)
    return [int(t < last) for t in range(len(y))]

# %% wrong: numbers
def counts(y, end):
    return [end not in y[:t] for t in range(len(y))]

# %% wrong: cut
def counts(y, end):
    length = y.index(end) + 1
    return [int(t < length) for t in range(len(y))]

# %% wrong: first
def counts(y, end):
    length = y.index(end) if end in y else len(y)
    return [1] * length + [0] * (len(y) - length)
