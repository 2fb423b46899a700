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
    wrong = [([3], "next"), ([5], "before"), ([3, 5, 8], "last")]
    expect("banned([3, 8, 5, 3])", [8], hint="last", but=wrong)


def test_a_token_that_is_new():
    expect("banned([3, 8, 5])", [], hint="new")


def test_a_pair_at_the_end_counts():
    expect("banned([7, 7])", [7], hint="end")


def test_several_pairs():
    wrong = [([4], "all"), ([4, 2, 4], "once"), ([2, 4, 4], "once")]
    wrong += [([4, 2], "once")]
    expect("banned([1, 4, 1, 2, 1, 4, 1])", [2, 4], hint="all", but=wrong)


# %% hints
# last: Only pairs that begin with the last token count. Look for the other places where it stands.
# next: Which token came next, the time before? That one is banned, not the last token itself.
# before: You took the token that stands before. A pair is read from left to right.
# new: Nothing came yet after a token that stands at the end for the first time.
# end: The last two tokens are a pair too.
# all: The last token may have come several times before, with another one next each time.
# once: Each banned token comes once in the list, the smallest first.

# %% solution
def banned(ids):
    """The tokens that would repeat a pair if they came next."""
    return sorted({b for a, b in zip(ids, ids[1:]) if a == ids[-1]})


print(banned([3, 8, 5, 3]))

# %% why
# Their scores become minus infinity before the choice, so every circle is left when its second round begins. A name of
# two tokens suffers too: it can come only once. So programs often ban longer rows, of three or four tokens.

# %% wrong: last
def banned(ids):
    return sorted(set(ids))

# %% wrong: last
def banned(ids):
    return sorted({b for a, b in zip(ids, ids[1:])})

# %% wrong: before
def banned(ids):
    return sorted({a for a, b in zip(ids, ids[1:]) if b == ids[-1]})

# %% wrong: next
def banned(ids):
    return [ids[-1]]

# %% wrong: all
def banned(ids):
    i = ids.index(ids[-1])
    return ids[i + 1 : i + 2]

# %% wrong: end
def banned(ids):
    return sorted({ids[i + 1] for i in range(len(ids) - 2) if ids[i] == ids[-1]})

# %% wrong: once
def banned(ids):
    return sorted(b for a, b in zip(ids, ids[1:]) if a == ids[-1])
