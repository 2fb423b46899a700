# %% task: predict
# # What two beams find
#
# The first word is A with probability 0.4, B with 0.35 and C with 0.25. The likeliest second word has the probability
# 0.5 after A, 0.6 after B and 1 after C. Beam search keeps the two likeliest beginnings after each word. What is the
# probability of the likeliest pair of words that it finds?

# %% starter
guess = None  # <- your number

first = {"A": 0.4, "B": 0.35, "C": 0.25}
second = {"A": 0.5, "B": 0.6, "C": 1.0}
beams = sorted(first, key=first.get, reverse=True)[:2]
print(max(first[word] * second[word] for word in beams))


# %% tests
def test_guess():
    wrong = [(0.2, "greedy"), (0.25, "dropped"), (0.95, "times"), (0.6, "times")]
    expect("guess", 0.21, hint="start", but=wrong, within=0.001)


# %% hints
# start: Which two beginnings are kept after the first word? Multiply each with the word that follows it.
# greedy: That is what one beam finds, which keeps A alone. Two beams keep another word beside it.
# dropped: That pair is likelier, but its first word did not survive. Which two did?
# times: The probability of a pair is the product of two probabilities.

# %% solution
guess = 0.21

# %% why
# One beam finds 0.2, two find 0.21, and the likeliest pair, with 0.25, begins with a word that both searches dropped.
# More beams usually find a likelier text, but only a search that drops nothing is sure to find the likeliest.

# %% wrong: greedy
guess = 0.2

# %% wrong: dropped
guess = 0.25

# %% wrong: times
guess = 0.95

# %% wrong: times
guess = 0.6

# %% wrong: start
guess = 0.75
