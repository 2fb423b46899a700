"""All-reduce in a ring: all get the sum, each sends less than twice its data."""

numbers = [[1, 2, 3, 4], [10, 20, 30, 40], [100, 200, 300, 400], [5, 6, 7, 8]]
P = len(numbers)  # processes; each has P pieces of one number
sent = [0] * P

for step in range(
    P - 1
):  # sums travel round; after P - 1 steps each piece is complete
    moving = [
        (rank, (rank - step) % P, numbers[rank][(rank - step) % P])
        for rank in range(P)
    ]
    for rank, piece, value in moving:
        numbers[(rank + 1) % P][piece] += value  # <-
        sent[rank] += 1
    print(f"add {step + 1}:", *numbers)

for step in range(P - 1):  # complete pieces travel round
    moving = [
        (rank, (rank + 1 - step) % P, numbers[rank][(rank + 1 - step) % P])
        for rank in range(P)
    ]
    for rank, piece, value in moving:
        numbers[(rank + 1) % P][piece] = value
        sent[rank] += 1
    print(f"pass on {step + 1}:", *numbers)
print(f"each process sent {sent[0]} pieces; its data are {P}")
