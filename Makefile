# Everything starts from python3 (3.11 or newer) and pip; the rest comes from packages with hashes.

PORT ?= 8000
DATA ?= data
JOBS ?= 3
ARGS ?=

PYTHON := .venv/bin/python
.DEFAULT_GOAL := help

help: ## Say what each target does
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 10

run: ## Open Salle with a demo capsule (PORT=8000 DATA=data)
	@python3 tools/bootstrap.py run
	@$(PYTHON) -m tools.web
	@exec env "SALLE_PORT=$(PORT)" "SALLE_DATA=$(DATA)" .venv/bin/salle serve --demo

test: dev web browser tldraw ## Check and test everything, as CI does (ARGS= goes to pytest)
	@$(PYTHON) -m tools.check --tests -n $(JOBS) --dist worksteal -m "not slow" $(ARGS)

test-all: dev web browser tldraw ## The same with the slow tests
	@$(PYTHON) -m tools.check --tests -n $(JOBS) --dist worksteal $(ARGS)

check: test ## Another name for `make test`: there is nothing that only CI checks

lint: dev web ## The checks without the tests
	@$(PYTHON) -m tools.check

fix: dev ## Format, and mend what can be mended
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format --quiet .
	@$(PYTHON) -m tools.node web run fix

types: dev ## Write the web app's types of the API again
	@$(PYTHON) -m tools.api_types

licences: dev ## List the licences of what ships in docs/licences.md
	@$(PYTHON) -m tools.licences

bench: dev ## Measure Salle beside its peers, and write docs/performance.md (ARGS=--quick)
	@$(PYTHON) -m benchmarks --write $(ARGS)

build: dev web ## Make the wheel and the source archive in dist/
	@$(PYTHON) -m hatchling build -d dist

lock: dev ## Make the lock files again (ARGS=--upgrade for newer versions)
	@$(PYTHON) -m tools.lock $(ARGS)

dev: ## Prepare .venv for development
	@python3 tools/bootstrap.py dev

web: dev ## Build the web app, if its sources changed
	@$(PYTHON) -m tools.web

browser: dev ## Unpack the test browser, once
	@$(PYTHON) -m tools.browser

tldraw: dev ## Install the tldraw that the board is compared with, once
	@$(PYTHON) -m tools.tldraw

.PHONY: help run test test-all check lint fix types licences bench build lock dev web browser tldraw
