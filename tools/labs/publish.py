"""Put the built notebooks on a branch of their own, from which Colab opens them.

python -m tools.labs.publish [--push]     commit site/labs/downloads/*.ipynb to the branch notebooks; --push sends it
"""

import argparse
import subprocess
import sys
from pathlib import Path

from tools.snippets import ROOT

BRANCH = "notebooks"


def publish(root: Path = ROOT) -> bool:
    """Commit the notebooks, and nothing else, to the branch. Says whether there was anything new.

    The commit is made from objects alone: the files of whoever runs this, and the branch they are on, stay as they are.
    """

    def git(*arguments: str, text: str = "") -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=root, input=text, capture_output=True, text=True, check=True, encoding="utf-8"
        )
        return done.stdout.strip()

    notebooks = sorted((root / "site/labs/downloads").glob("*.ipynb"))
    if not notebooks:
        raise FileNotFoundError("site/labs/downloads: holds no notebooks. Mend: make site")
    rows = [f"100644 blob {git('hash-object', '-w', str(path))}\t{path.name}" for path in notebooks]
    tree = git("mktree", text="\n".join(rows) + "\n")
    known = subprocess.run(
        ["git", "rev-parse", "--verify", "--quiet", f"refs/heads/{BRANCH}"],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
    ).stdout.strip()
    if known and git("rev-parse", f"{known}^{{tree}}") == tree:
        return False
    parent = ["-p", known] if known else []
    named = subprocess.run(["git", "var", "GIT_COMMITTER_IDENT"], cwd=root, capture_output=True).returncode == 0
    # A fresh machine, such as one that runs a workflow, does not know in whose name it commits.
    name = [] if named else ["-c", "user.name=make notebooks", "-c", "user.email=notebooks@localhost"]
    commit = git(*name, "commit-tree", tree, *parent, "-m", "The labs as built")
    git("update-ref", f"refs/heads/{BRANCH}", commit)
    return True


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--push", action="store_true")
    options = parser.parse_args()
    try:
        if options.push:  # continue what is there
            subprocess.run(["git", "fetch", "--quiet", "origin", f"+{BRANCH}:{BRANCH}"], cwd=ROOT, capture_output=True)
        print(f"{BRANCH}: {'new commit' if publish() else 'nothing new'}")
        if options.push:
            subprocess.run(["git", "push", "--quiet", "origin", BRANCH], cwd=ROOT, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        detail = getattr(error, "stderr", None) or str(error)
        print(f"make: {' '.join(detail.split())}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
