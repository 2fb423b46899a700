"""What attention costs as the text grows: projections with T, scores with T * T."""

C, H = 768, 12  # GPT-2 small
D = C // H


def cost(T):
    """Multiplications of one layer for T tokens, and numbers in its scores."""
    projections = 4 * T * C * C  # queries, keys, values, output
    scores = H * T * T * D  # each query with each key <-
    mix = H * T * T * D  # each weight times a value <-
    return projections, scores + mix, H * T * T


print("     T  projections  scores and mix  share  score matrices, float32")
first = cost(1024)
for T in [256, 1024, 1536, 4096, 32768]:
    linear, square, numbers = cost(T)
    share = square / (linear + square)
    print(f"{T:6}  {linear:11.2e}  {square:14.2e}  {share:4.0%}", end="")
    print(f"  {numbers * 4 / 2**20:10.1f} MiB")
double = [b / a for a, b in zip(cost(1024), cost(2048))]
print("T doubled: projections, scores, memory grow by", *double)
