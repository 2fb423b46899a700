# %% task: predict
# # What does each process keep?
#
# A model has a billion parameters. For each of them training keeps 2 bytes of weight, 2 of gradient and 12 for the
# optimiser. There are 4 processes. Each has all weights and all gradients, but only its share of what belongs to the
# optimiser. How many GB, of a billion bytes, does each process keep?

# %% starter
guess = None  # <- your number

parameters, processes = 1e9, 4
weights, gradients, optimiser = 2, 2, 12  # bytes a parameter
each = weights + gradients + optimiser / processes
print(parameters * each / 1e9)


# %% tests
def test_guess():
    wrong = [(4.0, "all"), (16.0, "none"), (5.5, "gradients"), (3.0, "optimiser")]
    expect("guess", 7.0, hint="optimiser", but=wrong)


# %% hints
# optimiser: Take the three kinds one by one: how many bytes of each are in one process?
# all: In that case weights and gradients would be divided as well.
# none: That is what training keeps of a parameter in all. One of the three kinds is divided here.
# gradients: You divided the gradients too.

# %% solution
guess = 7.0

# %% why
# Dividing the optimiser's bytes alone takes 16 down to 7. With ever more processes it would approach 4: what is kept
# whole in each process sets the limit.

# %% wrong: all
guess = 4.0

# %% wrong: none
guess = 16.0

# %% wrong: gradients
guess = 5.5

# %% wrong: optimiser
guess = 3.0
