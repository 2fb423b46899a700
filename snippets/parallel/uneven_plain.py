"""Halves of unequal length: the mean of two means is not the mean of all."""

losses = [
    [2.0, 4.0, 3.0, 5.0, 1.0, 3.0],
    [6.0, 8.0],
]  # of the tokens in each process

means = [sum(part) / len(part) for part in losses]
wrong = sum(means) / len(means)
total = sum(sum(part) for part in losses)  # one all-reduce of sums
count = sum(len(part) for part in losses)  # and one of counts
right = total / count  # <-
print("mean of each process:", means)
print(f"mean of the means: {wrong}, each of the last two tokens counts three times")
print(f"sum of sums by sum of counts: {right}")
