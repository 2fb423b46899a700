"""How many times must a text be read until its tokens have been asked for?"""

from math import ceil, log

for name, share in (("masked, 15%", 0.15), ("permutation, 1 / 6", 1 / 6)):
    print(name)
    for n in (1, 4, 10, 40):
        never = (1 - share) ** n  # <-
        print(f"  {n:2} draws: {never:6.1%} of the tokens were never asked for")
    print(f"  under 1% after {ceil(log(0.01) / log(1 - share))} draws")
