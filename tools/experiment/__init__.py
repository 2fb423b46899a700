"""One corpus, four objectives: BERT, GPT, T5 and XLNet, small, trained on one text with equal compute.

    python -m tools.experiment            train, evaluate, write results.json and tables (about 9 minutes)
    python -m tools.experiment --force    the same, though nothing has changed
    python -m tools.experiment --tables   only the tables, from results.json

data.py turns text into training examples, train.py builds and trains, evaluate.py asks all models the same questions,
report.py writes the tables; `make update` draws the figures. To change the
experiment, edit `train.RUNS`, or the sizes above it.
"""
