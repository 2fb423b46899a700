# %% task: fix
# # A penalty that rewards
#
# `penalise` takes a list of scores, the places of the tokens that were said already, and a penalty above 1. It should
# make each of those tokens less likely, once, however often it was said, and leave the scores of all others. Dividing
# by the penalty does that to some of them; others become likelier for having been said. Mend it.

# %% starter
def penalise(scores, said, penalty):
    """The scores after a penalty on every token that was said."""
    scores = list(scores)
    for i in set(said):
        scores[i] = scores[i] / penalty
    return scores


print(penalise([3.0, -2.0, 1.0], [0, 1, 1], 2.0))


# %% tests
def test_a_positive_score_falls():
    wrong = [([1.5, -4, 0.5], "unsaid"), ([1.5, -1, 0.5], "unsaid")]
    expect("penalise([3.0, -2.0, 1.0], [0], 2.0)", [1.5, -2, 1], "positive", wrong)


def test_a_negative_score_falls_too():
    expect("penalise([3.0, -2.0, 1.0], [1], 2.0)", [3, -4, 1], hint="raised")


def test_said_twice_is_penalised_once():
    expect("penalise([3.0, -2.0], [0, 1, 1, 0], 2.0)", [1.5, -4], hint="once")


# %% hints
# raised: Look at the score of -2. Is it lower than before? How does a factor above 1 lower a negative number?
# positive: A positive score is divided by the penalty.
# unsaid: Only the tokens at the places in `said` are to change.
# once: The list holds a token each time it was said. The penalty comes once.

# %% solution
def penalise(scores, said, penalty):
    """The scores after a penalty on every token that was said."""
    scores = list(scores)
    for i in set(said):
        scores[i] = scores[i] / penalty if scores[i] > 0 else scores[i] * penalty
    return scores


print(penalise([3.0, -2.0, 1.0], [0, 1, 1], 2.0))

# %% why
# Division brings a number nearer to 0, and for a negative score that is up. Adding one number to all scores changes no
# probability, but it changes which scores are negative. So what this penalty does depends on where the model puts 0.

# %% wrong: positive
def penalise(scores, said, penalty):
    return [s * penalty if i in said else s for i, s in enumerate(scores)]

# %% wrong: positive
def penalise(scores, said, penalty):
    return [s - penalty if i in said else s for i, s in enumerate(scores)]

# %% wrong: raised
def penalise(scores, said, penalty):
    return [s / penalty if i in said and s > 0 else s for i, s in enumerate(scores)]

# %% wrong: unsaid
def penalise(scores, said, penalty):
    return [s / penalty if s > 0 else s * penalty for s in scores]

# %% wrong: once
def penalise(scores, said, penalty):
    scores = list(scores)
    for i in said:
        scores[i] = scores[i] / penalty if scores[i] > 0 else scores[i] * penalty
    return scores
