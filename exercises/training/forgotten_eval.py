# %% task: fix
# # A validation loss that changes by itself
#
# This model has dropout: in training it sets each input to 0 with probability one half and doubles the others. Run it
# a few times: the validation loss changes, though nothing was trained. `validation_loss` should return the mean squared
# error without dropout, and leave the model ready to be trained on. It takes a model in training mode, inputs (B, 9)
# and targets (B, 1). Mend it.

# %% starter
import torch
from torch import nn

model = nn.Sequential(nn.Dropout(0.5), nn.Linear(9, 1, bias=False))
nn.init.ones_(model[1].weight)  # without dropout, nine ones give 9


def validation_loss(model, x, y):
    """The mean squared error on data kept aside: (B, 9), (B, 1) -> a number."""
    with torch.no_grad():
        return nn.functional.mse_loss(model(x), y).item()


print(validation_loss(model, torch.ones(2, 9), torch.full((2, 1), 9.0)))


# %% tests
net = nn.Sequential(nn.Dropout(0.5), nn.Linear(9, 1, bias=False))
nn.init.ones_(net[1].weight)
x, one = torch.ones(2, 9), torch.ones(2, 1)


def test_targets_that_the_model_meets():
    expect("validation_loss(net.train(), x, 9 * one)", 0.0, hint="mode")


def test_targets_that_it_misses_by_two():
    expect("validation_loss(net.train(), x, 7 * one)", 4.0, hint="mode")


def test_dropout_is_on_again_afterwards():
    expect("(validation_loss(net, x, one), net[0].training)[1]", True, hint="again")


# %% hints
# mode: `torch.no_grad` switches off gradients, not dropout. Which method of the model does that, and when must it come?
# again: Training goes on after this. In which mode does your function leave the model?

# %% solution
import torch
from torch import nn

model = nn.Sequential(nn.Dropout(0.5), nn.Linear(9, 1, bias=False))
nn.init.ones_(model[1].weight)  # without dropout, nine ones give 9


def validation_loss(model, x, y):
    """The mean squared error on data kept aside: (B, 9), (B, 1) -> a number."""
    model.eval()
    with torch.no_grad():
        loss = nn.functional.mse_loss(model(x), y).item()
    model.train()
    return loss


print(validation_loss(model, torch.ones(2, 9), torch.full((2, 1), 9.0)))

# %% why
# Two switches that do not know of each other: `no_grad` keeps nothing for a backward pass, `eval` changes what some
# layers compute. A fixed seed would make the number repeat, and it would still be that of a damaged model.

# %% wrong: mode
import torch
from torch import nn

model = nn.Sequential(nn.Dropout(0.5), nn.Linear(9, 1, bias=False))
nn.init.ones_(model[1].weight)


def validation_loss(model, x, y):
    torch.manual_seed(0)
    with torch.no_grad():
        return nn.functional.mse_loss(model(x), y).item()

# %% wrong: mode
import torch
from torch import nn

model = nn.Sequential(nn.Dropout(0.5), nn.Linear(9, 1, bias=False))
nn.init.ones_(model[1].weight)


def validation_loss(model, x, y):
    with torch.no_grad():
        loss = nn.functional.mse_loss(model(x), y).item()
    model.eval()
    return loss

# %% wrong: mode
import torch
from torch import nn

model = nn.Sequential(nn.Dropout(0.5), nn.Linear(9, 1, bias=False))
nn.init.ones_(model[1].weight)


def validation_loss(model, x, y):
    with torch.inference_mode():
        model.train()
        return nn.functional.mse_loss(model(x), y).item()

# %% wrong: again
import torch
from torch import nn

model = nn.Sequential(nn.Dropout(0.5), nn.Linear(9, 1, bias=False))
nn.init.ones_(model[1].weight)


def validation_loss(model, x, y):
    model.eval()
    with torch.no_grad():
        return nn.functional.mse_loss(model(x), y).item()
