# %% task: predict
# # What does T5 give to softmax?
#
# In T5 a score is the dot product of query and key, plus a learned number for the distance from query to key. The
# query at place 7 holds 16 numbers, all 1. The key at place 5 holds 16 numbers, all 0.5. The table has −3 for a key
# that stands two places back. What is the score that goes into softmax?

# %% starter
guess = None  # <- your number

D = 16
q, k = [1.0] * D, [0.5] * D
table = {0: 2.0, -1: 0.5, -2: -3.0}  # place of the key minus place of the query
score = sum(a * b for a, b in zip(q, k)) + table[5 - 7]
print(score)


# %% tests
def test_guess():
    wrong = [(-1.0, "root"), (1.25, "root"), (2.0, "root"), (8.0, "table")]
    expect("guess", 5.0, hint="start", but=wrong)


# %% hints
# start: First add up 16 products of 1 and 0.5. Then add the number for the distance.
# root: You divided by the root of 16, as BERT and GPT do. Does T5?
# table: That is the dot product. The distance counts as well.

# %% solution
guess = 5.0

# %% why
# T5 divides nothing by $\sqrt{D}$: its queries' weights are drawn smaller by that factor instead. Put the division
# into a trained T5, and this score becomes −1, a different model.

# %% wrong: root
guess = -1.0

# %% wrong: root
guess = 1.25

# %% wrong: table
guess = 8.0

# %% wrong: start
guess = 13.0
