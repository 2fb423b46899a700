"""T5's buckets: near distances each have a number of their own, far ones share."""

from math import log

buckets, farthest = 32, 128  # of an encoder: half for each direction


def bucket(distance, both_ways=True):
    """Bucket of a distance, key's place minus query's."""
    n = buckets // 2 if both_ways else buckets
    later = n if both_ways and distance > 0 else 0
    d = abs(distance) if both_ways else max(-distance, 0)
    exact = n // 2
    if d < exact:
        return later + d
    share = log(d / exact) / log(farthest / exact)  # from 0 to 1 <-
    return later + min(exact + int(share * (n - exact)), n - 1)


print("distance back:", *(f"{d:4}" for d in [0, 1, 7, 8, 15, 16, 64, 127, 999]))
for name, both in [("encoder", True), ("decoder", False)]:
    row = [bucket(-d, both) for d in [0, 1, 7, 8, 15, 16, 64, 127, 999]]
    print(f"{name} bucket:", *(f"{b:3}" for b in row))
print(f"one ahead: encoder {bucket(1)}, decoder {bucket(1, False)}")

steps = [d for d in range(200) if d == 0 or bucket(-d) != bucket(1 - d)]
print("encoder, where a new bucket begins:", *steps)
used = {bucket(d) for d in range(-999, 1000)}
print(f"encoder buckets in use: {len(used)}, never: {set(range(buckets)) - used}")
H = 12  # heads of T5-base: one learned number for each bucket and head
print(f"numbers in T5-base's table: {buckets} * {H} = {buckets * H}")
