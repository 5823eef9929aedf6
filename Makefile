# Everything a developer types. Both stamps live inside .venv, so deleting it starts afresh.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
BIN := .venv/bin

# Offices set odd locales; the sources and every message are UTF-8.
export PYTHONUTF8 := 1
export PYTHONUNBUFFERED := 1

.PHONY: setup run test check fix bench pictures
.DEFAULT_GOAL := setup

setup: .venv/dev.stamp

run: export DEBUG := 1
run: .venv/server.stamp
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py load_demo
	exec $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

test: .venv/dev.stamp
	$(BIN)/python tests/run.py

check: export DEBUG := 1
check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run

fix: .venv/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/dev.stamp
	$(BIN)/python -m bench

pictures: export PERFGOALS_TAKE_PICTURES := 1
pictures: .venv/dev.stamp
	$(BIN)/python -m pytest tests/browser/test_manual.py

.venv/pyvenv.cfg:
	$(PYTHON) -m venv .venv

.venv/server.stamp: requirements.txt | .venv/pyvenv.cfg
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements.txt requirements-dev.txt | .venv/pyvenv.cfg
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/server.stamp
