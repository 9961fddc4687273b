# RUDC neighbourhood map. `make run` starts it, `make test` checks it.

PORT ?= 8050
HOST ?= 127.0.0.1
PYTHON ?= python3
BIN := .venv/bin
export PORT HOST

.PHONY: run test lint format data verify bench screenshots clean

run: .venv/run.stamp
	@$(BIN)/gunicorn --config rudc_map/web/gunicorn.conf.py app:server

test: lint
	@sh tests/browser/get_browser.sh
	$(BIN)/pytest --numprocesses 2

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

data: .venv/run.stamp
	$(BIN)/python -m rudc_map data build

verify: .venv/run.stamp
	$(BIN)/python -m rudc_map data verify geodata

bench: .venv/dev.stamp
	@sh tests/browser/get_browser.sh
	$(BIN)/python -m bench.map_speed
	$(BIN)/python -m bench.map_speed --data landelijk
	$(BIN)/python -m bench.analysis_speed
	$(BIN)/python -m bench.import_speed
	$(BIN)/python -m bench.image_speed
	$(BIN)/python -m bench.memory
	$(BIN)/python -m bench.page_budget

screenshots: .venv/dev.stamp
	@sh tests/browser/get_browser.sh
	$(BIN)/python docs/take_screenshots.py

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/run.stamp: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, this is `$(PYTHON) --version`. Set PYTHON=python3.11, say."; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo "Making a virtual environment failed. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@
