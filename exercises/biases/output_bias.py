# %% task: fill
# # A bias for given frequencies
#
# A model has nothing but a bias $\bias{b}$ for its scores, so its probabilities are $\operatorname{softmax}(\bias{b})$.
# Complete `output_bias`: it takes how often each of $V$ words comes in a text, an array of shape $(V,)$ without zeros.
# It returns the bias of shape $(V,)$ whose softmax gives each word its frequency; of all such biases, the one with
# mean 0.

# %% starter
import numpy as np


def output_bias(counts):
    """The bias with mean 0 whose softmax gives each word's frequency."""
    b = np.zeros(len(counts))  # (V,)
    ...
    return b


b = output_bias(np.array([6, 3, 1]))
print("bias       ", b.round(3))
print("frequencies", (np.exp(b) / np.exp(b).sum()).round(3))


# %% tests
def test_two_words():
    wrong = [(np.log([4, 1]), "mean"), (np.log([0.8, 0.2]), "mean")]
    wrong += [(np.log([1.6, 0.4]), "mean")]
    wrong += [([0.8, 0.2], "log"), ([0.3, -0.3], "log"), ([1.5, -1.5], "log")]
    wrong += [([0, 0], "start")]
    expect("output_bias(np.array([4, 1]))", [np.log(2), -np.log(2)], "start", wrong)


def test_three_words():
    want = [-np.log(10), 0, np.log(10)]
    expect("output_bias(np.array([1, 10, 100]))", want, hint="start")


# %% hints
# start: Softmax applies `np.exp` to each score and divides by the sum. From which scores does `np.exp` make the counts?
# log: Softmax takes the exponential of what you return. Look at the printed frequencies.
# mean: The softmax is right. Softmax ignores a constant, so you may choose it: what makes the mean of the bias 0?

# %% solution
import numpy as np


def output_bias(counts):
    """The bias with mean 0 whose softmax gives each word's frequency."""
    b = np.log(counts)  # (V,)
    return b - b.mean()


b = output_bias(np.array([6, 3, 1]))
print("bias       ", b.round(3))
print("frequencies", (np.exp(b) / np.exp(b).sum()).round(3))

# %% why
# The solution does not divide by the length of the text: that would lower every logarithm by the same number, and
# softmax ignores that. A bias learns the logarithm of each frequency up to such a constant.

# %% wrong: log
import numpy as np


def output_bias(counts):
    return counts / counts.sum()

# %% wrong: log
import numpy as np


def output_bias(counts):
    return counts - counts.mean()

# %% wrong: mean
import numpy as np


def output_bias(counts):
    return np.log(counts / counts.sum())

# %% wrong: mean
import numpy as np


def output_bias(counts):
    return np.log(counts / counts.mean())

# %% wrong: start
import numpy as np


def output_bias(counts):
    b = np.exp(counts)
    return b - b.mean()
