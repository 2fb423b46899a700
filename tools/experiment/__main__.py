"""The command line of tools.experiment."""

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tools.experiment import report
from tools.experiment.train import RUNS
from tools.experiment.work import work


def main(words: list[str]) -> None:
    """Train and evaluate unless the results are those of these very inputs; then write tables."""
    if unknown := set(words) - {"--force", "--tables"}:
        sys.exit(f"make experiment: {sorted(unknown)[0]} is no option. Mend: --force or --tables.")
    if "--tables" not in words and ("--force" in words or not report.current()):
        began, runs = time.perf_counter(), []
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            for number, result in enumerate(pool.map(work, RUNS), 1):
                runs.append(result)
                name = f"{result['family']}{', ' * bool(result['change'])}{result['change']}"
                print(
                    f"{number:3} of {len(RUNS)}: {name}, seed {result['seed']}, {result['seconds']:.0f} s", flush=True
                )
        found = {"inputs": report.inputs(), "seconds": time.perf_counter() - began}
        found |= {"core_seconds": sum(run["core_seconds"] for run in runs), "runs": runs}
        found["baselines"] = report.baselines()
        report.RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8", newline="\n")
    elif "--tables" not in words:
        print("tools/experiment/results.json belongs to these inputs: nothing to train (--force trains all the same).")
    report.write()


if __name__ == "__main__":
    main(sys.argv[1:])
