# `make run` and `make test` need Python ≥ 3.11 with venv, and nothing else.
PYTHON ?= python3
BIN := .venv/bin
RUNS := .venv/runs
STAMP := .venv/installed
WORKERS ?= 3
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Whoever forbids compiled modules waits twice as long for every process
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test faults check fmt bench demo messages compile

run: $(RUNS) compile
	@$(BIN)/python -m config.dev.run

test: $(STAMP) compile
	$(BIN)/python -m tests.migrated
	$(BIN)/pytest -n $(WORKERS)
	TEST_DATABASE=postgresql $(BIN)/pytest -n $(WORKERS) -m "not looks and not once"

check: $(STAMP) compile
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djhtml --check templates
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/pytest tests/test_house.py tests/test_words.py

# Every fault at its full figure, on SQLite and on PostgreSQL; takes about an hour.
faults: $(STAMP) compile
	$(BIN)/python -m tests.faults

fmt: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djhtml templates

bench: $(STAMP) compile
	$(BIN)/python manage.py benchmark send import segment report plan track opens page $(BENCH)

demo: $(RUNS) compile
	@$(BIN)/python manage.py check_database
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_demo

messages: $(STAMP)
	$(BIN)/pybabel -q extract -F babel.cfg -o var/django.pot --no-wrap --sort-output \
		--add-location=file -k gettext_lazy -k gettext_noop -k ngettext_lazy:1,2 -k pgettext_lazy:1c,2 .
	$(BIN)/pybabel -q update -i var/django.pot -d locale -D django -l fr --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date --width 96
	$(MAKE) compile

compile: $(RUNS)
	@$(BIN)/pybabel -q compile -d locale -D django 2>/dev/null

# Modules are compiled when they are first imported, not all of them now.
INSTALL := $(BIN)/pip install --quiet --no-compile -r

$(RUNS): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Maille needs Python 3.11 or newer: install it, or name it with 'make PYTHON=python3.12 …'."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "Python's venv is missing: install it first (on Debian and Ubuntu: apt install python3-venv)."; exit 1; }
	@test -d .venv || $(PYTHON) -m venv .venv
	@echo "Installing what Maille needs (a minute the first time)…"
	@$(INSTALL) requirements.txt
	@mkdir -p var
	@touch $(RUNS)

$(STAMP): $(RUNS) requirements-dev.txt
	@echo "Installing what tests it (a minute the first time)…"
	@$(INSTALL) requirements-dev.txt
	@touch $(STAMP)
