"""One run from start to end, for a process of its own."""

import time
from typing import Any

from tools.experiment import data, evaluate, train

SHOWN = [60, 330, 700]  # of the test windows, the ones that the page prints


def work(run: train.Run) -> dict[str, Any]:
    """Train one model and ask it its questions; everything that the report needs of it."""
    began = time.process_time()
    model, found = train.train(run)
    rows = data.spread(data.parts()["test"], evaluate.PLACES)
    asked = evaluate.questions(run.objective, model, brief=bool(run.change))
    found["answers"] = {name: evaluate.ask(guess, rows, question) for name, (guess, question) in asked.items()}
    if run.seed == 0:
        found["shown"] = evaluate.show(asked["next"][0], rows[SHOWN])
    found["core_seconds"] = time.process_time() - began  # of one core, whatever else the machine does
    return {"family": run.family, "seed": run.seed, "change": run.change, **found}
