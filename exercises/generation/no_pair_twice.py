# %% task: fill
# # No pair twice
#
# A stricter remedy for circles: no pair of neighbouring tokens may come twice. `banned` takes the tokens written so
# far, a list of whole numbers. It returns the list of those tokens that must not come next, because together
# with the last token they would make a pair that is there already. Each comes once, the smallest first.

# %% starter
def banned(ids):
    """The tokens that would repeat a pair if they came next."""
    return None


print(banned([3, 8, 5, 3]))


# %% tests
def test_a_token_that_came_before():
    expect("banned([3, 8, 5, 3])", [8], hint="after")


def test_a_token_that_is_new():
    expect("banned([3, 8, 5])", [], hint="new")


def test_a_pair_at_the_end_counts():
    expect("banned([7, 7])", [7], hint="end")


def test_several_pairs():
    expect("banned([1, 4, 1, 2, 1, 4, 1])", [2, 4], hint="all")


# %% hints
# after: Look for the other places where the last token stands. Banned is what comes right after it there, nothing else.
# new: A token that stands at the end for the first time bans nothing.
# end: The last two tokens are a pair too.
# all: The last token may have come several times, with another one next. Name each of those once, the smallest first.

# %% solution
def banned(ids):
    """The tokens that would repeat a pair if they came next."""
    return sorted({b for a, b in zip(ids, ids[1:]) if a == ids[-1]})


print(banned([3, 8, 5, 3]))

# %% why
# Their scores become minus infinity before the choice, so every circle is left when its second round begins. A name of
# two tokens suffers too: it can come only once. So programs often ban longer rows, of three or four tokens.

# %% wrong: after
def banned(ids):
    return sorted(set(ids))

# %% wrong: after
def banned(ids):
    return sorted({b for a, b in zip(ids, ids[1:])})

# %% wrong: after
def banned(ids):
    return sorted({a for a, b in zip(ids, ids[1:]) if b == ids[-1]})

# %% wrong: after
def banned(ids):
    return [ids[-1]]

# %% wrong: all
def banned(ids):
    i = ids.index(ids[-1])
    return ids[i + 1 : i + 2]

# %% wrong: end
def banned(ids):
    return sorted({ids[i + 1] for i in range(len(ids) - 2) if ids[i] == ids[-1]})

# %% wrong: all
def banned(ids):
    return sorted(b for a, b in zip(ids, ids[1:]) if a == ids[-1])
