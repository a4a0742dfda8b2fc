# Everything a person or a workflow does here is one of these targets. A fresh
# machine needs Python 3.11 or newer and make; the rest is installed into .venv.
# Kept to POSIX sh and to GNU make 3.81, the version that macOS ships.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

# --require-hashes: only the very files that were locked get in.
# --only-binary: no package runs code of its own while it is installed.
PIP_INSTALL := $(RUN) -m pip install --quiet --no-input --disable-pip-version-check \
	--require-hashes --only-binary :all:

# The same lock serves every supported Python and system. The index that was
# used stays out of it, so that it serves with any mirror.
UV_COMPILE := $(VENV)/bin/uv pip compile pyproject.toml --quiet --universal \
	--python-version 3.11 --generate-hashes --only-binary :all: --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
# Two targets asked for at once, as in `make -j site test`, share one .venv.
.NOTPARALLEL:

.PHONY: help
help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: site
site: runtime ## Build the charts and the site into site/, and verify them
	@$(RUN) -m charts site

.PHONY: carry
carry: runtime ## Keep the frozen charts of the published site (SITE_URL=its address)
	@$(RUN) -m charts carry "$(SITE_URL)"

.PHONY: serve
serve: runtime ## Show the site in a local server that follows your edits
	@$(RUN) -m charts serve

.PHONY: check
check: runtime ## Check the data and the text without building (FORMAT=github: as annotations)
	@$(RUN) -m charts check $(if $(FORMAT),--format $(FORMAT))

.PHONY: refresh
refresh: runtime ## Renew the datasets from their publishers, and say what changes (DATASETS="...", REPORT=report.md)
	@$(RUN) -m charts refresh $(if $(REPORT),--report $(REPORT)) $(DATASETS)

.PHONY: test
test: lint ## Run every check: format, lint, types and all tests
	@./tests/install-browser $(RUN)
	@! command -v npm >/dev/null || $(MAKE) --no-print-directory npm
	@$(RUN) -m pytest

.PHONY: lint
lint: dev ## Check format, lint, types and imports, but run no test
	@mkdir -p build
	@$(RUN) -m ruff format --check
	@$(RUN) -m ruff check --quiet
	@$(RUN) -m mypy --no-error-summary
	@$(VENV)/bin/lint-imports --no-logo --no-cache >build/imports.txt 2>&1 || { cat build/imports.txt; exit 1; }

.PHONY: format
format: dev ## Format the code and fix what the linter can
	@$(RUN) -m ruff check --fix-only --quiet
	@$(RUN) -m ruff format --quiet

.PHONY: lock
lock: dev ## Bring both lock files in line with pyproject.toml (UPGRADE=1: to the newest versions)
	@$(UV_COMPILE) --output-file requirements.txt
	@$(UV_COMPILE) --group dev --constraint requirements.txt --output-file requirements-dev.txt

.PHONY: bench
bench: dev ## Time the builds, the preview and a reader's first touch
	@$(RUN) -m tests.bench

.PHONY: lighthouse
lighthouse: site npm ## Score the built pages with Lighthouse (needs Node and Chromium; PAGES="index.html ...")
	@$(RUN) -m tests.lighthouse $(PAGES)

# package-lock.json is compared by content, like the Python locks below.
.PHONY: npm
npm:
	@cmp -s package-lock.json node_modules/.installed || { \
		echo "installing package-lock.json into node_modules"; \
		npm ci --loglevel=error && cp package-lock.json node_modules/.installed; }

.PHONY: browsers
browsers: dev ## Test what readers do in Firefox and WebKit too (downloads Playwright's builds)
	@./tests/install-browser $(RUN)
	@$(RUN) -m playwright install --with-deps firefox webkit
	@$(RUN) -m pytest tests/generator/test_browsers.py

.PHONY: visual
visual: dev site ## Show what a change does to the look of the charts (BASE=commit, FAIL=1)
	@./tests/install-browser $(RUN)
	@$(RUN) -m tests.visual $(if $(BASE),--base $(BASE)) $(if $(FAIL),--fail)

.PHONY: canary
canary: runtime ## Build with the engines that could follow ours, and say what differs
	@$(RUN) -m tests.canary

.PHONY: clean
clean: ## Remove all that these targets made, .venv included
	@rm -rf build site $(VENV) node_modules .cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- The environment ---------------------------------------------------------
# A copy of each lock lies in .venv once it is installed. Comparing contents,
# and not dates, makes a second run free, also after git has rewritten a lock
# with the same text. The development lock holds all of the runtime lock in the
# same versions (a test sees to that), so it counts for both.

.PHONY: runtime
runtime: venv
	@cmp -s requirements.txt $(VENV)/requirements.txt || { \
		echo "installing requirements.txt into $(VENV)"; \
		$(PIP_INSTALL) -r requirements.txt && cp requirements.txt $(VENV)/; }

.PHONY: dev
dev: venv
	@cmp -s requirements-dev.txt $(VENV)/requirements-dev.txt || { \
		echo "installing requirements-dev.txt into $(VENV)"; \
		$(PIP_INSTALL) -r requirements-dev.txt && cp requirements.txt requirements-dev.txt $(VENV)/; }

# Running it finds a .venv whose Python has since been removed or upgraded away.
.PHONY: venv
venv:
	@$(RUN) -c "" 2>/dev/null || { \
		$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { \
			echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not:" \
				"name another with 'make PYTHON=python3.12 ...'" >&2; exit 1; }; \
		$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || { \
			echo "'$(PYTHON)' cannot make virtual environments. On Debian and Ubuntu," \
				"install the package python3-venv, then run make again." >&2; exit 1; }; \
		echo "creating $(VENV)"; \
		rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); }
