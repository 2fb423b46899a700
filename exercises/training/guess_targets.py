# %% task: predict
# # How many questions does a text ask?
#
# A text of 10 tokens is cut into windows of $T + 1$ tokens, with $T = 4$, one from each place where a whole window
# fits. In each window the first $T$ tokens are inputs and the last $T$ are targets. How many targets are there in all
# windows together?

# %% starter
guess = None  # <- your number

ids, T = list(range(10)), 4
windows = [ids[i : i + T + 1] for i in range(len(ids) - T)]
print(sum(len(window[1:]) for window in windows))


# %% tests
def test_guess():
    wrong = [(28, "windows"), (20, "windows"), (40, "windows"), (30, "inside")]
    wrong += [(6, "inside"), (9, "overlap"), (8, "overlap")]
    expect("guess", 24, hint="start", but=wrong)


# %% hints
# start: Count the windows, then the targets in one of them.
# windows: Windows are one token longer than `T`. Where does the last one begin?
# inside: The number of windows is right. How many targets does one window have?
# overlap: The windows overlap, and a token is a target once in each window that has it behind its first place.

# %% solution
guess = 24

# %% why
# Only 9 tokens have one before them, and they are asked for 24 times: with one token of context, with two, up to four.
# The number of windows is the number of tokens less $T$.

# %% wrong: windows
guess = 28

# %% wrong: inside
guess = 30

# %% wrong: inside
guess = 6

# %% wrong: overlap
guess = 9

# %% wrong: overlap
guess = 8

# %% wrong: windows
guess = 40

# %% wrong: start
guess = 10
