# %% task: fix
# # The token that crosses the line
#
# `top_p` takes the list of probabilities `p` and a `share`, and should return the places of the tokens that top-p
# keeps, the likeliest first: the fewest whose sum reaches the share. The version below leaves out one that belongs, and
# sometimes keeps none at all. Mend it.

# %% starter
def top_p(p, share):
    """The places of the fewest likeliest tokens that together hold a share."""
    kept, total = [], 0.0
    for i in sorted(range(len(p)), key=lambda i: -p[i]):
        total += p[i]
        if total > share:
            break
        kept.append(i)
    return kept


print(top_p([0.375, 0.125, 0.5], 0.75))
print(top_p([0.125, 0.875], 0.75))


# %% tests
def test_the_token_that_crosses_is_kept():
    wrong = [([2], "cross"), ([0, 2], "order"), ([2, 0, 1], "enough")]
    expect("top_p([0.375, 0.125, 0.5], 0.75)", [2, 0], hint="order", but=wrong)


def test_one_token_holds_more_than_the_share():
    expect("top_p([0.125, 0.875], 0.75)", [1], hint="cross")


def test_a_share_that_is_reached_exactly():
    expect("top_p([0.25, 0.5, 0.25], 0.5)", [1], hint="enough")


# %% hints
# cross: The sum without the token that crosses the share is smaller than the share. Is that enough?
# order: Go from the likeliest to the least likely, and return places, in that order.
# enough: The share had been reached before the last token that you keep.

# %% solution
def top_p(p, share):
    """The places of the fewest likeliest tokens that together hold a share."""
    kept, total = [], 0.0
    for i in sorted(range(len(p)), key=lambda i: -p[i]):
        kept.append(i)
        total += p[i]
        if total >= share:
            break
    return kept


print(top_p([0.375, 0.125, 0.5], 0.75))
print(top_p([0.125, 0.875], 0.75))

# %% why
# Where the model is sure, the likeliest token alone crosses the share. A cut that leaves it out leaves nothing to draw
# from. Elsewhere the cut is only a little too early, and nobody notices.

# %% wrong: cross
def top_p(p, share):
    kept, total = [], 0.0
    for i in sorted(range(len(p)), key=lambda i: -p[i]):
        if total + p[i] <= share:
            kept.append(i)
        total += p[i]
    return kept

# %% wrong: order
def top_p(p, share):
    kept, total = [], 0.0
    for i in range(len(p)):
        if total < share:
            kept.append(i)
            total += p[i]
    return kept

# %% wrong: order
def top_p(p, share):
    kept, total = [], 0.0
    for i in sorted(range(len(p)), key=lambda i: p[i]):
        if total < share:
            kept.append(i)
            total += p[i]
    return kept

# %% wrong: enough
def top_p(p, share):
    kept, total = [], 0.0
    for i in sorted(range(len(p)), key=lambda i: -p[i]):
        if total <= share:
            kept.append(i)
            total += p[i]
    return kept

# %% wrong: order
def top_p(p, share):
    kept, total = [], 0.0
    for i in sorted(range(len(p)), key=lambda i: -p[i]):
        if total < share:
            kept.append(i)
            total += p[i]
    return sorted(kept)

# %% wrong: enough
def top_p(p, share):
    return sorted(range(len(p)), key=lambda i: -p[i])
