# Everything that a person or a workflow does here is one of these targets. You
# need Python 3.11 or newer and make; the rest is installed into .venv. Recipes
# use only POSIX sh and GNU make 3.81, the version that macOS ships.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

# --require-hashes: install only the exact files that were locked.
# --only-binary: no package runs its own code during the installation.
PIP_INSTALL := $(RUN) -m pip install --quiet --no-input --disable-pip-version-check \
	--require-hashes --only-binary :all:

# One lock works for every supported Python and system. It does not name the
# package index, so that it works with any mirror.
UV_COMPILE := $(VENV)/bin/uv pip compile pyproject.toml --quiet --universal \
	--python-version 3.11 --generate-hashes --only-binary :all: --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
# Targets that run together, as in `make -j site test`, would share one .venv.
.NOTPARALLEL:

.PHONY: help
help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: site
site: runtime ## Build the charts and the site into site/, and verify them
	@$(RUN) -m charts site

.PHONY: carry
carry: runtime ## Keep the frozen charts of the published site (SITE_URL=its address, RECORD=1 to record them)
	@$(RUN) -m charts carry "$(SITE_URL)" $(if $(RECORD),--record) $(if $(SIGNED),--signed "$(SIGNED)")

.PHONY: verify
verify: runtime ## Prove every byte of site/, with every chart drawn anew
	@$(RUN) -m charts verify --all site

.PHONY: smoke
smoke: runtime ## Prove every byte of the published site (SITE_URL=its address)
	@$(RUN) -m charts verify "$(SITE_URL)"

.PHONY: serve
serve: runtime ## Serve the site on this machine and follow your edits
	@$(RUN) -m charts serve

.PHONY: forms
forms: dev ## Show every form of chart on this machine, and when to use it
	@mkdir -p build && rm -rf build/forms && cp -R tests/forms_explainer build/forms
	@$(RUN) -m charts --root build/forms serve

.PHONY: forms-guide
forms-guide: dev ## Write charts/FORMS.md and its pictures from the charts that `make forms` shows
	@$(RUN) -m tests.forms_guide

.PHONY: check
check: runtime ## Check the data, the text and the drawings without building (FORMAT=github for annotations)
	@$(RUN) -m charts check $(if $(FORMAT),--format $(FORMAT))

.PHONY: refresh
refresh: runtime ## Renew the datasets from their publishers and report what changes (DATASETS="...", REPORT=report.md)
	@$(RUN) -m charts refresh $(if $(REPORT),--report $(REPORT)) $(DATASETS)

.PHONY: calendar
calendar: runtime ## List when the next data are due; fail if any should have come out by now
	@$(RUN) -m charts calendar

.PHONY: test
test: lint ## Check format, lint, types and imports, and run all tests
	@./tests/install-browser $(RUN)
	@! command -v npm >/dev/null || $(MAKE) --no-print-directory npm
	@# Hundreds of processes run the same modules; where Python may keep them compiled, one compiles.
	@PYTHONDONTWRITEBYTECODE= $(RUN) -m pytest

.PHONY: lint
lint: dev ## Check format, lint, types and imports, without tests
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
lock: dev ## Update both lock files from pyproject.toml (UPGRADE=1 for the newest versions)
	@$(UV_COMPILE) --output-file requirements.txt
	@$(UV_COMPILE) --group dev --constraint requirements.txt --output-file requirements-dev.txt

.PHONY: bench
bench: dev ## Time the builds, the preview and a reader's first touch
	@$(RUN) -m tests.bench

.PHONY: scale
scale: dev ## Measure how the cost of a site grows with its charts (SIZES="25 100")
	@$(RUN) -m tests.scale $(or $(SIZES),25 100)

.PHONY: peers
peers: dev ## Time other generators on the same words and data (SIZES="25 100"); installs them in build/
	@$(RUN) -m tests.peers $(or $(SIZES),25 100)

.PHONY: phone
phone: site dev ## Time a first view on a slow phone, beside Observable Framework (needs Node; installs it in build/)
	@$(RUN) -m tests.slow_phone

.PHONY: costs
costs: dev ## Put what `make scale` and `make peers` measured on the page about the cost of the site
	@$(RUN) -m tests.build_costs

.PHONY: edits
edits: dev ## Edit a tiny explainer at random N times, and compare each build with a clean one (SEED=0)
	@$(RUN) -m tests.edits $(or $(N),200) $(or $(SEED),0)

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
browsers: dev ## Run the readers' tests in Firefox and WebKit too (installs the system's packages)
	@./tests/install-browser $(RUN) --all
	@$(RUN) -m pytest tests/generator/test_browsers.py

.PHONY: visual
visual: dev site ## Show how a change affects the look of the charts (BASE=commit, FAIL=1)
	@./tests/install-browser $(RUN)
	@$(RUN) -m tests.visual $(if $(BASE),--base $(BASE)) $(if $(FAIL),--fail)

.PHONY: changes
changes: dev site ## Show what readers will see differently: sentences, verdicts, charts, weights (BASE=commit)
	@$(RUN) -m tests.changes $(if $(BASE),--base $(BASE))

.PHONY: links
links: site ## Ask whether the pages that the site links to are still there
	@$(RUN) -m tests.links

.PHONY: tested
tested: ## Name the files of this commit by one hash; in a workflow, also say whether they have passed
	@$(PYTHON) -m tests.tested

.PHONY: sbom
sbom: dev ## List the locked packages that make the site, as CycloneDX, in build/sbom.json
	@mkdir -p build
	@PYTHONWARNINGS=ignore $(VENV)/bin/cyclonedx-py requirements --output-reproducible --pyproject pyproject.toml \
		--output-file build/sbom.json requirements.txt

.PHONY: canary
canary: runtime ## Build with engines that could replace ours, and report what differs
	@$(RUN) -m tests.canary

.PHONY: clean
clean: ## Remove everything that these targets made, including .venv
	@rm -rf build site $(VENV) node_modules .cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- The environment ---------------------------------------------------------
# After the installation .venv contains a copy of each lock. Comparing contents
# instead of dates makes a second run free, even after git has rewritten a lock
# with the same text. The development lock includes all of the runtime lock in
# the same versions (a test checks this), so it counts for both.

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

# Running Python detects a .venv whose Python has since been removed or replaced.
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
