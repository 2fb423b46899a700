# %% task: fix
# # What XLNet has in view
#
# XLNet draws an order of turns: `order` lists the places of a text, the one with the first turn first. `view` takes
# the words, the order and one place. It returns what XLNet has in view when it guesses that place, a list as long as
# the text: a word whose turn was earlier at its own place, `?` for the word to guess, `_` for a word that is hidden.
# This one shuffles the text. Mend it.

# %% starter
def view(words, order, place):
    """The text as it is seen when the word at a place is guessed."""
    earlier = order[: order.index(place)]  # places
    hidden = len(words) - len(earlier) - 1
    return [words[i] for i in earlier] + ["?"] + ["_"] * hidden


words = ["the", "cat", "sat", "down", "here"]
print(*view(words, [4, 0, 3, 1, 2], 3))


# %% tests
def test_the_last_turn_sees_all_others():
    expect(
        'view(["a", "b", "c"], [2, 0, 1], 1)',
        ["a", "?", "c"],
        hint="place",
        but=[(["a", "?", "_"], "order"), (["_", "?", "_"], "order")],
    )


def test_the_second_turn_sees_one():
    expect(
        'view(["a", "b", "c"], [2, 0, 1], 0)',
        ["?", "_", "c"],
        hint="order",
        but=[(["?", "b", "c"], "later")],
    )


def test_the_third_of_four_turns():
    expect(
        'view(["a", "b", "c", "d"], [3, 1, 0, 2], 0)',
        ["?", "b", "_", "d"],
        hint="order",
    )


# %% hints
# place: Go through the places of the text from left to right. What stands at each: a word, `?` or `_`?
# order: Who is in view is decided by the turns. The first number of `order` is a place; its turn comes first.
# later: A word whose turn comes later is not in view.

# %% solution
def view(words, order, place):
    """The text as it is seen when the word at a place is guessed."""
    earlier = order[: order.index(place)]  # places
    seen = [word if i in earlier else "_" for i, word in enumerate(words)]
    seen[place] = "?"
    return seen


words = ["the", "cat", "sat", "down", "here"]
print(*view(words, [4, 0, 3, 1, 2], 3))

# %% why
# The order is one of guesses, and no word leaves its place. "here", whose turn was first, stands one place behind
# "down", and that is the distance which attention is told.

# %% wrong: place
def view(words, order, place):
    earlier = sorted(order[: order.index(place)])
    hidden = len(words) - len(earlier) - 1
    return [words[i] for i in earlier] + ["?"] + ["_"] * hidden

# %% wrong: order
def view(words, order, place):
    return words[:place] + ["?"] + ["_"] * (len(words) - place - 1)

# %% wrong: order
def view(words, order, place):
    seen = [w if order[i] < order[place] else "_" for i, w in enumerate(words)]
    seen[place] = "?"
    return seen

# %% wrong: later
def view(words, order, place):
    return [*words[:place], "?", *words[place + 1 :]]
