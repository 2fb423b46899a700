"""The command line of tools.bench."""

import importlib
import sys

NAMES = ("training", "models", "attention", "site", "in_page")

chosen = sys.argv[1:] or NAMES
if unknown := sorted(set(chosen) - set(NAMES)):
    sys.exit(f"make bench: {unknown[0]} is no benchmark. Mend: choose from {', '.join(NAMES)}.")
for name in chosen:
    print(f"== {name}", flush=True)
    importlib.import_module(f"tools.bench.{name}").main()
