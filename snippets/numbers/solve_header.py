"""Find one tensor in a safetensors file without reading the others."""

import json

header = (
    '{"b":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},'
    '"w":{"dtype":"F32","shape":[2,3],"data_offsets":[6,30]}}'
)
header += " " * (-len(header) % 8)

entry = json.loads(header)["w"]
start, end = (8 + len(header) + offset for offset in entry["data_offsets"])  # <-
size = (end - start) / (entry["shape"][0] * entry["shape"][1])
print(f"header: {len(header)} bytes, behind the 8 that give its length")
print(f"w stands in bytes {start} to {end - 1}, {size:g} bytes a number")
