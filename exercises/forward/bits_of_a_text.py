# %% task: fill
# # Bits for each byte
#
# Complete `bits_per_byte`. It takes a list with the loss of each token of a text, in nats, and the text, a string. It
# returns the loss of the whole text in bits, divided by the number of bytes that the text has in UTF-8. One bit is
# $\ln 2$ nats.

# %% starter
from math import log


def bits_per_byte(losses, text):
    """Bits for each byte of a text, from its tokens' losses in nats."""
    ...


print(bits_per_byte([1.5, 2.5], "a cat"))


# %% tests
from math import log


def test_two_tokens_of_one_bit_in_four_bytes():
    wrong = [(2 * log(2) / 4, "nats"), (log(2) ** 2 / 2, "nats"), (0.25, "whole")]
    wrong += [(1.0, "tokens"), (2.0, "bytes")]
    expect("bits_per_byte([log(2), log(2)], 'abcd')", 0.5, "whole", wrong)


def test_an_accent_takes_two_bytes():
    expect("bits_per_byte([log(64)], 'né')", 2.0, "bytes", [(3.0, "bytes")])


def test_another_cut_of_the_same_text():
    expect("bits_per_byte([log(8), log(8)], 'né')", 2.0, "whole", [(1.0, "whole")])


# %% hints
# nats: The losses are in nats. How many bits is one nat: more than one or less?
# tokens: That is the number of bits for each token.
# bytes: Divide by the bytes that the text has in UTF-8. `len` of a string counts characters.
# whole: The losses of all tokens are added up; the number of tokens does not occur.

# %% solution
from math import log


def bits_per_byte(losses, text):
    """Bits for each byte of a text, from its tokens' losses in nats."""
    bits = sum(losses) / log(2)
    return bits / len(text.encode("utf-8"))


print(bits_per_byte([1.5, 2.5], "a cat"))

# %% why
# The number of tokens has dropped out, so models with different tokenisers can be compared, as long as the text is the
# same.

# %% wrong: nats
def bits_per_byte(losses, text):
    return sum(losses) / len(text.encode())

# %% wrong: nats
from math import log


def bits_per_byte(losses, text):
    return sum(losses) * log(2) / len(text.encode())

# %% wrong: tokens
from math import log


def bits_per_byte(losses, text):
    return sum(losses) / log(2) / len(losses)

# %% wrong: bytes
from math import log


def bits_per_byte(losses, text):
    return sum(losses) / log(2) / len(text)

# %% wrong: bytes
from math import log


def bits_per_byte(losses, text):
    return sum(losses) / log(2)

# %% wrong: whole
from math import log


def bits_per_byte(losses, text):
    return sum(losses) / len(losses) / log(2) / len(text.encode())
