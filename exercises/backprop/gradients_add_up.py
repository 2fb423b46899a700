# %% task: fix
# # Gradients that add up
#
# `train` lowers the loss $(w - 3)^2 / 2$ from $w = 0$ by gradient descent. It takes the number of steps and the
# learning rate, and should return the weight after the last step. The slope is $w - 3$, so a step with the learning
# rate 1 reaches 3, and a second one stays there. The printed weight has not stayed: mend `train`.

# %% starter
import torch


def train(steps, lr):
    """The weight after some steps of gradient descent from 0."""
    w = torch.zeros((), requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=lr)
    for _ in range(steps):
        loss = (w - 3) ** 2 / 2
        loss.backward()
        optimiser.step()
    return w.item()


print(train(steps=2, lr=1.0))


# %% tests
def test_one_step():
    expect("train(steps=1, lr=0.5)", 1.5, hint="adds", but=[(0.0, "empty")])


def test_two_steps():
    wrong = [(3.75, "adds"), (1.5, "anew"), (0.0, "empty")]
    expect("train(steps=2, lr=0.5)", 2.25, "adds", wrong)


def test_a_second_step_stays_at_the_minimum():
    expect("train(steps=2, lr=1.0)", 3.0, hint="adds")


def test_five_steps():
    expect("train(steps=5, lr=0.5)", 2.90625, hint="adds")


# %% hints
# adds: `backward` adds to the gradient that is there. What is there when the second step begins?
# empty: The weight has not moved. What does the optimiser find when it takes its step?
# anew: Each step begins at 0 again. What should stand before the loop?

# %% solution
import torch


def train(steps, lr):
    """The weight after some steps of gradient descent from 0."""
    w = torch.zeros((), requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=lr)
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (w - 3) ** 2 / 2
        loss.backward()
        optimiser.step()
    return w.item()


print(train(steps=2, lr=1.0))

# %% why
# The first step is right with and without the mistake, so a test of a single step does not find it. Adding up is meant
# for gradients of one batch that come in parts; between two steps they must be cleared.

# %% wrong: adds
import torch


def train(steps, lr):
    w = torch.zeros((), requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=lr)
    optimiser.zero_grad()
    for _ in range(steps):
        loss = (w - 3) ** 2 / 2
        loss.backward()
        optimiser.step()
    return w.item()

# %% wrong: empty
import torch


def train(steps, lr):
    w = torch.zeros((), requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=lr)
    for _ in range(steps):
        loss = (w - 3) ** 2 / 2
        loss.backward()
        optimiser.zero_grad()
        optimiser.step()
    return w.item()

# %% wrong: anew
import torch


def train(steps, lr):
    for _ in range(steps):
        w = torch.zeros((), requires_grad=True)
        optimiser = torch.optim.SGD([w], lr=lr)
        loss = (w - 3) ** 2 / 2
        loss.backward()
        optimiser.step()
    return w.item()
