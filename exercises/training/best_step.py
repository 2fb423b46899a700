# %% task: fill
# # When to stop
#
# Early stopping with patience: training ends as soon as `patience` validation losses in a row were not lower than the
# best before them. Write `best`, which takes a list of validation losses in the order of training and the patience, and
# returns the place, counted from 0, of the best loss up to that moment. What would have come later is never seen.

# %% starter
def best(losses, patience):
    """The place of the lowest loss before patience runs out."""
    return None


print(best([3.0, 2.0, 2.5, 2.6, 1.5], 2))


# %% tests
def test_patience_that_lasts_to_the_end():
    expect("best([3.0, 2.0, 2.5, 2.6, 1.5], 3)", 4, hint="place", but=[(1, "stop")])


def test_what_comes_after_the_stop_is_not_seen():
    wrong = [(4, "stop"), (3, "place")]
    expect("best([3.0, 2.0, 2.5, 2.6, 1.5], 2)", 1, hint="stop", but=wrong)


def test_a_new_best_starts_the_count_anew():
    expect("best([3.0, 3.5, 2.0, 2.5, 1.0, 1.5], 2)", 4, hint="anew")


def test_each_loss_is_compared_with_the_best():
    expect("best([5.0, 2.0, 4.0, 3.0, 1.0], 2)", 1, hint="compare")


# %% hints
# place: Asked for is the place of the best loss: not the loss itself, and not the last place that was read.
# stop: It ends when `patience` losses in a row were no better, not earlier and not later. Nothing after them counts.
# anew: How many losses in a row were no better? A better one sets the count back to 0.
# compare: Compare with the best so far, not with the loss just before.

# %% solution
def best(losses, patience):
    """The place of the lowest loss before patience runs out."""
    place, waited = 0, 0
    for i, loss in enumerate(losses):
        if i == 0 or loss < losses[place]:
            place, waited = i, 0
        else:
            waited += 1
        if waited == patience:
            break
    return place


print(best([3.0, 2.0, 2.5, 2.6, 1.5], 2))

# %% why
# Patience is a bet: with 2 you miss the 1.5 that you find with 3. What you keep is the model as it was at the best
# place, so its weights must have been stored then.

# %% wrong: place
def best(losses, patience):
    return min(losses)

# %% wrong: stop
def best(losses, patience):
    return losses.index(min(losses))

# %% wrong: place
def best(losses, patience):
    low, waited = losses[0], 0
    for i, loss in enumerate(losses):
        waited = 0 if loss <= low else waited + 1
        low = min(low, loss)
        if waited == patience:
            return i
    return i

# %% wrong: stop
def best(losses, patience):
    place, waited = 0, 0
    for i, loss in enumerate(losses):
        if loss <= losses[place]:
            place, waited = i, 0
        else:
            waited += 1
        if waited > patience:
            break
    return place

# %% wrong: stop
def best(losses, patience):
    place, waited = 0, 0
    for i, loss in enumerate(losses):
        waited = 0 if i == 0 or loss < losses[place] else waited + 1
        place = i if loss < losses[place] else place
        if waited == 2:
            break
    return place

# %% wrong: anew
def best(losses, patience):
    place, waited = 0, 0
    for i, loss in enumerate(losses):
        if loss <= losses[place]:
            place = i
        else:
            waited += 1
        if waited == patience:
            break
    return place

# %% wrong: compare
def best(losses, patience):
    waited, low = 0, 0
    for i in range(1, len(losses)):
        waited = 0 if losses[i] < losses[i - 1] else waited + 1
        low = i if losses[i] < losses[low] else low
        if waited == patience:
            break
    return low
