# %% task: predict
# # How long is the file?
#
# A safetensors file begins with 8 bytes that say how long its header is. Behind the header stand the numbers. This
# file has a header of 184 bytes, its padding included, and three tensors: `gain`, 10 numbers in float16; `bias`, 10
# numbers in float32; `weight`, 10 by 10 numbers in float32. How many bytes has the file?

# %% starter
guess = None  # <- your number

import json

header, end = {}, 0
for name, kind, shape, size in (
    ("gain", "F16", [10], 10 * 2),
    ("bias", "F32", [10], 10 * 4),
    ("weight", "F32", [10, 10], 100 * 4),
):
    place = [end, end + size]
    header[name] = {"dtype": kind, "shape": shape, "data_offsets": place}
    end += size
text = json.dumps(header, separators=(",", ":"))
text += " " * (-len(text) % 8)
print(8 + len(text) + end, "bytes, header", len(text))


# %% tests
def test_guess():
    wrong = [(644, "eight"), (672, "half"), (460, "header"), (468, "header")]
    expect("guess", 652, hint="start", but=wrong)


# %% hints
# start: Add up four things: the first bytes, the header, and for each tensor its numbers times the bytes of one.
# eight: The bytes that say how long the header is are part of the file too.
# half: A number in float16 takes half as many bytes as one in float32.
# header: The header is part of the file.

# %% solution
guess = 652

# %% why
# For a small file the header counts. For a large model it is nothing beside the numbers, so the size of a file tells
# you how many numbers it holds, if you know how many bytes each has.

# %% wrong: eight
guess = 644

# %% wrong: half
guess = 672

# %% wrong: header
guess = 468

# %% wrong: start
guess = 1000
