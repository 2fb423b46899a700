"""The command line of tools.figures."""

from tools.figures import draw
from tools.snippets import ROOT

for path in draw():
    print(f"{path.relative_to(ROOT)} drawn anew")
