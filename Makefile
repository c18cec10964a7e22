# Pantau. `make help` lists the targets.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run system test lint format evaluate evidence clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
	  { echo "Pantau needs Python 3.11; name one with: make PYTHON=/path/to/python3.11"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# the sample's last evening: read weeks later, all that it tells of would be over
run: $(VENV)/ready ## Install, then run the whole path on the bundled sample (data home: ./data or $$PANTAU_HOME)
	$(BIN)/pantau run --as-of 2026-10-16T06:00:00+07:00

system: ## Debian packages that all tests need and `make run` does not: Chromium and PostgreSQL (as root)
	@command -v chromium >/dev/null && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium postgresql; }

# two files of the whole path at a time, the longest first: a run leaves about half of two cores idle while it reads and starts up
test: $(VENV)/ready ## Install, then run every test
	$(BIN)/python -m pytest tests/unit tests/contract --numprocesses auto --dist loadfile
	$(BIN)/python -m pytest tests/integration --numprocesses 2 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/ready ## Formatting, imports between rooms, SQL style, Dagster definitions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --disable-progress-bar transforms/models transforms/tests docs/queries
	$(BIN)/pantau validate

evaluate: $(VENV)/ready ## Hold the readers of documents against the measuring sets in $$PANTAU_REAL_DATA and our own gold
	$(BIN)/python -m benchmarks.evaluate_documents

EVIDENCE := reports/evidence
PUBLISHED = $(abspath $(or $(PANTAU_HOME),data))/published/current

$(EVIDENCE)/node_modules/ready: $(EVIDENCE)/package.json $(EVIDENCE)/package-lock.json $(EVIDENCE)/arrow.patch
	cd $(EVIDENCE) && rm -rf node_modules && npm install --no-save && patch --strip=1 --directory=node_modules < arrow.patch
	@touch $@

evidence: ## Build the optional Evidence pages (node 20) of the published snapshot
	@test -f $(PUBLISHED)/manifest.json || { echo "Nothing is published in $(PUBLISHED): run 'make run' first, or set PANTAU_HOME."; exit 2; }
	@$(MAKE) $(EVIDENCE)/node_modules/ready
	cd $(EVIDENCE) && EVIDENCE_VAR__published=$(PUBLISHED) npm run build

format: $(VENV)/ready ## Rewrite Python and SQL in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --disable-progress-bar transforms/models transforms/tests docs/queries

clean: ## Remove the virtual environment and build outputs; the data home stays
	rm -rf $(VENV) transforms/target *.egg-info .pytest_cache .ruff_cache $(addprefix $(EVIDENCE)/,node_modules build .evidence)
