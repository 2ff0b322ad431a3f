# Two commands for a fresh machine with Python 3.11, pip, make and git: `make demo` and `make test`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
LOCK := pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --allow-unsafe

.PHONY: help install demo test check format fuzz chaos fleetchaos bench lock clean
.DEFAULT_GOAL := help

help: ## List what can be made.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.run: requirements/run.txt requirements/build.txt
	@echo "== making the environment from the hash-pinned lock (once; about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.develop: requirements/develop.txt $(VENV)/.run
	@echo "== adding the tools for checks and tests from the hash-pinned lock (once)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/develop.txt
	@touch $@

install: $(VENV)/.run ## Make the environment; the command is .venv/bin/mso-sheets.

demo: $(VENV)/.run ## Build the sample workbook and run every shipped job on it.
	@$(BIN)/mso-sheets demo demo

test: $(VENV)/.develop check ## All checks, then all tests.
	@echo "== tests"
	@$(BIN)/python -m pytest -m "not e2e"
	@echo "== all green. Next: make demo, or README.md for your own sheet."

check: $(VENV)/.develop ## Format, lint, layers, types.
	@echo "== format and lint (ruff)"
	@$(BIN)/ruff format --check -q . && $(BIN)/ruff check -q .
	@echo "== layers (import-linter)"
	@$(BIN)/lint-imports --no-logo > .venv/layers.log 2>&1 || { cat .venv/layers.log; exit 1; }
	@echo "== types (mypy --strict, package and tests)"
	@$(BIN)/mypy --no-error-summary

format: $(VENV)/.develop ## Put the code in shape.
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

fuzz: $(VENV)/.develop ## Read 10,000 mutated workbooks: no exception, sums tie out.
	@$(BIN)/python -m tests.fuzz.campaign 10000

chaos: $(VENV)/.develop ## Crashes, lost replies and people at every boundary, at length.
	@$(BIN)/python -m tests.chaos.campaign 1000

fleetchaos: $(VENV)/.develop ## Kill a fleet of 2,000 workbooks at its quota (stand-ins with quotas, redis-server).
	@$(BIN)/python -m tests.chaos.fleet_campaign 2000 --workers 8

bench: $(VENV)/.develop ## Print the benchmarks.
	@for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

lock: $(VENV)/.develop ## Renew the hash-pinned locks (they name no index).
	@$(BIN)/python -m pip install -q pip-tools
	@$(BIN)/$(LOCK) --extra charts --extra deck -o requirements/run.txt pyproject.toml
	@$(BIN)/$(LOCK) -c requirements/run.txt -o requirements/build.txt requirements/build.in
	@$(BIN)/$(LOCK) -c requirements/run.txt --all-extras -o requirements/develop.txt pyproject.toml

clean: ## Remove the environment and everything that was made.
	@rm -rf $(VENV) .cache demo .ruff_cache .hypothesis
