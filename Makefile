# The commands a newcomer needs: make demo, make test, make lint, make bench (and make evaluate).
PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: demo test lint bench bench-answers bench-person bench-reading evaluate kill burst install install-dev clean

FRONTEND := src/dangol/web/static/vendor/.lock-sha256
TESTED := tests/web/vendor/.lock-sha256

demo: .venv/.installed $(FRONTEND)
	$(BIN)/dangol demo

# Each process holds Kiwi and the encoder, about a gigabyte.
TESTERS ?= 2
test: .venv/.installed-dev $(FRONTEND) $(TESTED)
	$(BIN)/python -m pytest -n $(TESTERS) --dist loadfile

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

evaluate: .venv/.installed
	$(BIN)/python -m evaluation

bench: .venv/.installed
	$(BIN)/dangol bench all

# What each part of the search adds, how fast it is, and whether it knows when no text answers; on open data in ANSWER_DATA where it is.
ANSWER_DATA ?= ../shared/data
SIZES ?= 10000,100000
bench-answers: .venv/.installed
	$(BIN)/dangol bench answers
	$(BIN)/python -m evaluation.answers --data $(ANSWER_DATA) --sizes $(SIZES)

# What comes next for a person, on open data in PERSON_DATA (docs/how-it-ranks.md says which); what is not there is left out.
PERSON_DATA ?= ../shared/data
CDNOW ?= .cdnow/lifetimes/datasets/CDNOW_sample.txt
OBP ?= .obp/obp
bench-person: .venv/.installed $(CDNOW) $(OBP)
	$(BIN)/python -m evaluation.person --data $(PERSON_DATA) --cdnow $(CDNOW) --obp $(OBP)

# Data files inside the PyPI packages lifetimes and obp; the packages themselves are not installed.
.cdnow/lifetimes/datasets/CDNOW_sample.txt: | .venv/bin/python
	$(BIN)/python -m pip download --quiet --no-deps --only-binary :all: --dest .cdnow lifetimes==0.11.3
	cd .cdnow && $(abspath $(BIN))/python -m zipfile -e *.whl .
	touch $@

.obp/obp: | .venv/bin/python
	$(BIN)/python -m pip download --quiet --no-deps --only-binary :all: --dest .obp obp==0.4.1
	cd .obp && $(abspath $(BIN))/python -m zipfile -e *.whl .
	touch $@

# SIGKILL at 300 random moments under load, on SQLite, then on PostgreSQL with two servers and a worker. Then power cuts.
KILLS ?= 300
kill: .venv/.installed-dev $(FRONTEND)
	$(BIN)/python -m crash kill --kills $(KILLS)
	$(BIN)/python -m crash power

# Twenty thousand messages at once over Kakao, TalkTalk and Telegram: what is refused, lost or doubled (nothing may be).
MESSAGES ?= 20000
burst: .venv/.installed-dev $(FRONTEND)
	$(BIN)/python -m crash burst --messages $(MESSAGES)

bench-reading: .venv/.installed
	$(BIN)/dangol bench reading
	$(BIN)/python -m evaluation.reading

install: .venv/.installed
install-dev: .venv/.installed-dev

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# htmx and its extension, from npm as package-lock.json pins them; never committed.
$(FRONTEND): package.json package-lock.json tools/frontend.py | .venv/bin/python
	$(BIN)/python tools/frontend.py
	touch $@

# Segment's SDK for the browser, which only the tests load.
$(TESTED): package.json package-lock.json tools/frontend.py | .venv/bin/python
	$(BIN)/python tools/frontend.py tests
	touch $@

clean:
	rm -rf .venv node_modules demo-brand
