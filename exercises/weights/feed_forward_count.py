# %% task: fill
# # Count a feed-forward part
#
# A feed-forward part widens each token's vector from $C$ to $F$ numbers with a matrix $\weight{W_1}$ and a bias
# $\bias{b_1}$, and brings it back to $C$ numbers with $\weight{W_2}$ and $\bias{b_2}$. Complete `count`: it takes the
# whole numbers $C$ and $F$ and returns how many parameters there are in all four.

# %% starter
def count(C, F):
    """Parameters of a feed-forward part of width C, F in the middle."""
    ...


print(count(4, 16))


# %% tests
def test_a_small_one():
    wrong = [(128, "biases"), (136, "lengths"), (160, "lengths"), (80, "half")]
    expect("count(4, 16)", 148, hint="shapes", but=wrong)


def test_any_widths():
    expect("count(3, 5)", 38, hint="shapes", but=[(30, "biases")])


def test_gpt_2_small():
    expect("count(768, 3072)", 4722432, hint="shapes")


# %% hints
# shapes: Write down four shapes with the letters `C` and `F`. A matrix holds the product of its two sizes.
# biases: The matrices are right. Two vectors are missing.
# lengths: A bias has one number for each output of its layer. The two layers have different numbers of outputs.
# half: That is the way up. The way down has a matrix and a bias too.

# %% solution
def count(C, F):
    """Parameters of a feed-forward part of width C, F in the middle."""
    up = C * F + F
    down = F * C + C
    return up + down


print(count(4, 16))

# %% why
# The matrices grow with the product of the widths, the biases with their sum. At the size of GPT-2 small less than a
# thousandth of these parameters are biases.

# %% wrong: biases
def count(C, F):
    return C * F + F * C

# %% wrong: lengths
def count(C, F):
    return 2 * C * F + 2 * F

# %% wrong: lengths
def count(C, F):
    return 2 * C * F + 2 * C

# %% wrong: half
def count(C, F):
    return C * F + F

# %% wrong: shapes
def count(C, F):
    return 8 * C * C + 5 * C

# %% wrong: shapes
def count(C, F):
    return (C + F) * 2
