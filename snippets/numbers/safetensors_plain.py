"""A checkpoint file by hand: the bytes of a safetensors file, written and read."""

import json
import struct

tensors = {  # name: shape and numbers
    "bias": ([2], [0.5, 1.0]),
    "weight": ([2, 2], [0.25, -1.0, 2.0, 0.0]),
}

header, data = {}, b""
for name, (shape, numbers) in tensors.items():
    start = len(data)
    data += struct.pack(f"<{len(numbers)}f", *numbers)  # lowest byte first <-
    place = [start, len(data)]
    header[name] = {"dtype": "F32", "shape": shape, "data_offsets": place}
text = json.dumps(header, separators=(",", ":")).encode()
text += b" " * (-len(text) % 8)  # so that the numbers begin at a multiple of 8
file = struct.pack("<Q", len(text)) + text + data

print(f"{len(file)} bytes: 8 + {len(text)} + {len(data)}")
print("length of the header:", file[:8].hex(" "))
print("header:", file[8:60].decode(), "…")
print("first number:", file[8 + len(text) :][:4].hex(" "))

(length,) = struct.unpack("<Q", file[:8])
header, body = json.loads(file[8 : 8 + length]), file[8 + length :]
for name, entry in header.items():
    start, end = entry["data_offsets"]
    numbers = struct.unpack(f"<{(end - start) // 4}f", body[start:end])
    print(f"{name}: shape {entry['shape']}, {numbers}")
