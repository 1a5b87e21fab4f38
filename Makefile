# Everything that is done with this project has a name here. `make help` lists them.
# What a target needs is installed into .venv by itself, again only when the requirements have changed.

PYTHON ?= python3
VENV := .venv/bin/python
# The settings of production, with a key that is none. No check needs an engine.
CHECK_ENV := NEWSROOM_ENV=production DJANGO_SECRET_KEY=a-key-for-the-linters-as-long-as-one-must-be-1234567890 ALLOWED_HOSTS=news.example

.DEFAULT_GOAL := help
.PHONY: help run manage test audit races lint format bench messages

help: ## List what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1: \2/p' Makefile

run: .venv/run-installed ## Run the whole newsroom here: PORT=8000, VAR_DIR=var
	@exec $(VENV) -m newsroom.local_run

manage: .venv/run-installed ## Run a command on the newsroom that `make run` runs: ARGS="import_wire folder"
	@[ -e "$${VAR_DIR:-./var}/environment" ] || { echo "No newsroom runs here. Start it first: make run"; exit 1; }
	@. "$${VAR_DIR:-./var}/environment" && exec $(VENV) manage.py $(ARGS)

test: .venv/dev-installed ## Run the tests, or some of them: ARGS="tests/articles -k wire"
	$(VENV) -m pytest --numprocesses logical --maxprocesses 8 $(ARGS)

audit: .venv/dev-installed tests/audit/node_modules/installed ## Let independent judges look at the public pages, and write what they find into docs/audit.md
	$(VENV) -m tests.audit

races: .venv/dev-installed ## Check at length what the tests check in short: 200 rounds of a sale to more buyers than there are units
	PURCHASE_ROUNDS=200 $(VENV) -m pytest tests/subscriptions/domain/test_concurrent_purchases.py -k more_buyers

lint: .venv/dev-installed ## Check everything that can be checked without running the newsroom
	$(VENV) -m ruff check
	$(VENV) -m ruff format --check
	$(VENV) -m djlint templates --check --lint
	$(CHECK_ENV) $(VENV) -m mypy
	$(VENV) -c 'from importlinter.cli import lint_imports_command as check; check()'
	$(CHECK_ENV) $(VENV) -W "ignore:Got an error checking a consistent migration history" manage.py makemigrations --check --dry-run
	$(CHECK_ENV) $(VENV) manage.py check --deploy --fail-level WARNING

format: .venv/dev-installed ## Put code and templates into the one format
	$(VENV) -m ruff check --fix
	$(VENV) -m ruff format
	$(VENV) -m djlint templates --reformat --quiet

bench: .venv/bench-installed ## Measure what the README says about speed
	@for benchmark in benchmarks/*.py; do if [ -e "$$benchmark" ]; then $(VENV) "$$benchmark" || exit 1; fi; done

messages: .venv/dev-installed ## Bring the catalogues of translations up to date (needs gettext)
	$(CHECK_ENV) $(VENV) manage.py makemessages --locale bg --no-location --no-obsolete \
		--ignore .venv --ignore var --ignore tests

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Newsroom needs Python 3.11 or newer; name one: make run PYTHON=python3.12")'
	$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/run-installed: .venv/made requirements.txt constraints.txt
	$(VENV) -m pip install --disable-pip-version-check --quiet --requirement requirements.txt
	@touch $@

.venv/dev-installed: .venv/made requirements.txt requirements-dev.txt constraints.txt
	$(VENV) -m pip install --disable-pip-version-check --quiet --requirement requirements-dev.txt
	@touch .venv/run-installed $@

tests/audit/node_modules/installed: tests/audit/package-lock.json
	npm ci --prefix tests/audit --ignore-scripts --no-audit --no-fund
	@touch $@

.venv/bench-installed: .venv/dev-installed .venv-wagtail/installed requirements-bench.txt
	$(VENV) -m pip install --disable-pip-version-check --quiet --requirement requirements-bench.txt
	@touch $@

.venv-wagtail/installed: requirements-wagtail.txt
	$(PYTHON) -m venv --clear .venv-wagtail
	.venv-wagtail/bin/python -m pip install --disable-pip-version-check --quiet --requirement requirements-wagtail.txt
	@touch $@
