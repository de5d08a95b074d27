# Everything a newcomer or CI runs. `make help` prints the verbs.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
OPA_VERSION := v1.22.2
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

# The engine captures a backtrace at each undefined path where this is set; tests and benches measure without.
export RUST_LIB_BACKTRACE := 0
export PATH := $(CURDIR)/.tools:$(PATH)

.PHONY: help
help: ## print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

.PHONY: demo
demo: .venv/core.stamp ## a compliant and a violating example, and a resolved client config
	@$(call show,0,compliance check terraform/examples/eu-compliant --config terraform/examples/compliance.yaml)
	@$(call show,1,compliance check terraform/examples/eu-violating --config terraform/examples/compliance.yaml)
	@$(call show,0,compliance resolve --tenant acme/bank --model claude-opus-5-5 --at 2026-11-25 --config terraform/examples/compliance.yaml)

# Shows a command and its output, and insists on the exit code that a reader is promised.
define show
printf '\n$$ %s\n' '$(2)'; $(BIN)/$(2); code=$$?; echo "exit $$code"; test $$code -eq $(1)
endef

.PHONY: test
test: .venv/dev.stamp .tools/opa.stamp postgresql lint types ## everything: lint, types, layers, Python and Rego tests
	$(BIN)/python -Im pytest -q -n 2 --dist loadfile

.PHONY: bench
bench: .venv/dev.stamp ## speed, side by side in one run, with versions
	$(BIN)/python tests/bench.py

.PHONY: dev
dev: .venv/dev.stamp .tools/opa.stamp postgresql ## install what changing the toolkit needs

# Tests of tenants in SQL start a real PostgreSQL of their own. Nothing is installed here: they skip
# without it and say so; with CI=true they fail.
.PHONY: postgresql
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || \
	  { echo 'warning: there is no PostgreSQL: tests that need one are skipped' >&2; \
	    echo 'hint: run `apt-get install postgresql`' >&2; }

.PHONY: lint
lint: .venv/dev.stamp ## ruff and the import layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

.PHONY: types
types: .venv/dev.stamp ## mypy, strict
	$(BIN)/mypy

.PHONY: policies
policies: .tools/opa.stamp ## format, check and test the Rego with the real OPA
	opa fmt --fail --list policies
	opa check --strict -s schemas --capabilities .opa/capabilities.json policies
	opa test --fail-on-empty policies

.PHONY: mutants
mutants: .venv/dev.stamp .tools/opa.stamp ## plant mistakes in the policies and show what notices them; MUTANTS=all for each
	PYTHONPATH=tests $(BIN)/python -m mutants

.PHONY: catalog
catalog: .venv/dev.stamp .tools/opa.stamp ## write policies/compliance/catalog/data.json from the METADATA
	$(BIN)/python -m compliance_toolkit.policy.catalog

.PHONY: readme
readme: .venv/dev.stamp ## write the README's generated parts
	$(BIN)/python tests/readme.py

.PHONY: wheel
wheel: .venv/dev.stamp ## build the wheel into dist/
	$(BIN)/python -m hatchling build -t wheel

.PHONY: locks
locks: ## resolve the locks again (needs `uv`, which nothing else here does)
	uv pip compile pyproject.toml --group build $(LOCK) -o requirements.lock
	uv pip compile pyproject.toml --all-extras $(LOCK) -c requirements.lock -o requirements-sdk.lock
	uv pip compile pyproject.toml --all-extras --group build --group dev $(LOCK) -c requirements.lock -c requirements-sdk.lock -o requirements-dev.lock



.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'error: `$(PYTHON)` is not Python 3.11 or newer' >&2; \
	    echo 'hint: run `make PYTHON=python3.11 $(MAKECMDGOALS)`' >&2; exit 2; }
	$(PYTHON) -m venv .venv

# A stamp is newer than the lock it was made from, so a second run installs nothing.
.venv/core.stamp: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/core.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Real OPA is part of the tests: the one on PATH if it is 1.22, else built once. Without Go those
# tests skip and say so; with CI=true they fail.
.tools/opa.stamp:
	@mkdir -p .tools
	@if opa version 2>/dev/null | grep -q '^Version: 1\.22\.'; then echo "opa 1.22 found on PATH"; \
	elif command -v go >/dev/null; then echo "building opa $(OPA_VERSION), once"; \
	  GOBIN=$(CURDIR)/.tools go install github.com/open-policy-agent/opa@$(OPA_VERSION); \
	else echo "warning: neither opa 1.22 nor Go is on PATH: tests that need real OPA are skipped" >&2; fi
	@touch $@
