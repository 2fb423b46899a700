# %% task: fix
# # The weight that came back wrong
#
# `round_trip` takes a list of C weights, turns them into whole numbers from −127 to 127 with one scale for all, and
# back into weights. With the right scale each weight comes back with an error of half a step at most. Here −2.54
# comes back as −0.5. Mend it.

# %% starter
def round_trip(weights):
    """The weights after int8: whole numbers times one scale."""
    scale = max(weights) / 127
    q = [max(-127, min(127, round(w / scale))) for w in weights]
    return [scale * n for n in q]


print([round(w, 3) for w in round_trip([0.5, -2.54, 0.06])])


# %% tests
def test_positive_weights():
    wrong = [([1.26007813, 0.30757813], "steps"), ([127, 31], "back")]
    wrong += [([1.27, 0.306], "nearest"), ([1.27, 0.3], "nearest")]
    expect("round_trip([1.27, 0.306])", [1.27, 0.31], hint="farthest", but=wrong)


def test_the_largest_is_negative():
    expect("round_trip([0.5, -2.54, 0.06])", [0.5, -2.54, 0.06], hint="farthest")


def test_all_are_negative():
    expect("round_trip([-0.254, -0.1007])", [-0.254, -0.1], hint="farthest")


# %% hints
# farthest: The scale must leave room for the weight that is farthest from 0, on either side. Does `max` find that one?
# steps: On each side of 0 there are 127 steps.
# nearest: What comes back is the scale times a whole number, the nearest one.
# back: These are the whole numbers. To be weights again they need the scale.

# %% solution
def round_trip(weights):
    """The weights after int8: whole numbers times one scale."""
    scale = max(abs(w) for w in weights) / 127
    q = [max(-127, min(127, round(w / scale))) for w in weights]
    return [scale * n for n in q]


print([round(w, 3) for w in round_trip([0.5, -2.54, 0.06])])

# %% why
# The scale was made for the largest positive weight, and whatever lay below its negative was cut off. No error
# comes, and as long as the farthest weight is positive all is right.

# %% wrong: steps
def round_trip(weights):
    scale = max(abs(w) for w in weights) / 128
    q = [max(-127, min(127, round(w / scale))) for w in weights]
    return [scale * n for n in q]

# %% wrong: nearest
def round_trip(weights):
    scale = max(abs(w) for w in weights) / 127
    return [scale * (w / scale) for w in weights]

# %% wrong: nearest
def round_trip(weights):
    scale = max(abs(w) for w in weights) / 127
    return [scale * int(w / scale) for w in weights]

# %% wrong: back
def round_trip(weights):
    scale = max(abs(w) for w in weights) / 127
    return [max(-127, min(127, round(w / scale))) for w in weights]

# %% wrong: farthest
def round_trip(weights):
    scale = abs(max(weights)) / 127
    q = [max(-127, min(127, round(w / scale))) for w in weights]
    return [scale * n for n in q]

# %% wrong: farthest
def round_trip(weights):
    scale = -min(weights) / 127
    q = [max(-127, min(127, round(w / scale))) for w in weights]
    return [scale * n for n in q]
