"""Alice in Wonderland, from an archive that carries it as test data, checked before use."""

import hashlib
import re
import sys
import tarfile
from pathlib import Path

NAME = "brotli-1.2.0.tar.gz"
places = [folder / NAME for folder in (Path.cwd(), *Path.cwd().parents)]
archive = next((place for place in places if place.exists()), None)
if archive is None:
    sys.exit(
        "No text here. Mend: "
        "pip download --no-deps --no-binary brotli brotli==1.2.0"
    )
with tarfile.open(archive) as members:
    data = members.extractfile("brotli-1.2.0/tests/testdata/alice29.txt").read()
KNOWN = "7467306ee0feed4971260f3c87421154a05be571d944e9cb021a5713700c38f0"
if hashlib.sha256(data).hexdigest() != KNOWN:
    sys.exit(f"{NAME} does not hold the text meant. Mend: fetch it anew")
# One paragraph a line, one kind of single quote, no underlines or rows of stars.
text = data.decode("ascii").replace("\r", "")
text = re.sub(
    r"(?<!-)-\n *(?=\w)", "-", text[text.index("CHAPTER I") : text.index("THE END")]
)
text = text.replace("`", "'").replace("_", "")
rows = [" ".join(row.split()) for row in re.split(r"\n\s*\n", text)]
text = "\n".join(row for row in rows if row.strip("* ")).lower() + "\n"
print(f"{len(text):,} characters of {len(set(text))} kinds")
