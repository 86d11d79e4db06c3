# The work flow, runnable. `make play` and `make test` need nothing but python3 (3.11 or newer) and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: play test lint types architecture content docs docs-check check bench bench-mornings bench-quizzes bench-search bench-short soak soak-short pictures wheel-check clean

play: $(VENV)/ready ## open the study room in this terminal
	@$(BIN)/askq play

test: $(VENV)/ready-dev ## every test
	$(BIN)/python -m pytest -n $(WORKERS)

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/ready-dev
	$(BIN)/mypy

architecture: $(VENV)/ready-dev ## which room may import which
	$(BIN)/lint-imports

content: $(VENV)/ready
	$(BIN)/askq content check --strict --run

docs: $(VENV)/ready ## write what is generated
	$(BIN)/askq reference > docs/commands.md
	$(BIN)/askq content rules > docs/rules.md
	$(BIN)/askq content schema > content/schema.json

docs-check: $(VENV)/ready-dev
	$(BIN)/askq reference | diff docs/commands.md - || { echo "docs/commands.md is stale: run make docs"; exit 1; }
	$(BIN)/askq content rules | diff docs/rules.md - || { echo "docs/rules.md is stale: run make docs"; exit 1; }
	$(BIN)/askq content schema | diff content/schema.json - || { echo "content/schema.json is stale: run make docs"; exit 1; }

check: lint types architecture content docs-check ## everything but the tests

bench: $(VENV)/ready-dev ## ratios against empty handlers; see docs/benchmarks.md
	$(BIN)/python -m tests.bench

pictures: $(VENV)/ready-dev ## the pictures in README; installs Debian's chromium when it is missing
	tests/pictures/make.sh $(BIN)/python

bench-mornings: $(VENV)/ready-dev ## 100,000 schedules due in one minute, a million stored; half an hour
	$(BIN)/python -m tests.bench.mornings

bench-search: $(VENV)/ready-bench ## how well search finds what is meant, beside other libraries; a quarter of an hour
	$(BIN)/python -m tests.bench.search

bench-quizzes: $(VENV)/ready-dev ## 200 quizzes with ten players each, at once; three minutes
	$(BIN)/python -m tests.bench.quizzes

bench-short: $(VENV)/ready-dev ## a little of every benchmark, to see that it still runs
	$(BIN)/python -m tests.bench --short
	$(BIN)/python -m tests.bench.mornings --short
	$(BIN)/python -m tests.bench.quizzes --short
	$(BIN)/python -m tests.bench.search --short

soak: $(VENV)/ready-dev ## 1,000 times kill -9 under load; half an hour and more; see docs/reliability.md
	$(BIN)/python -m tests.soak

soak-short: $(VENV)/ready-dev ## ten kills
	$(BIN)/python -m tests.soak --short

wheel-check: ## build the wheel and use it from a folder that is not the source tree
	rm -rf build/wheel && mkdir -p build/wheel
	$(PYTHON) -m venv build/wheel/venv
	build/wheel/venv/bin/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir build/wheel .
	build/wheel/venv/bin/pip install --quiet --disable-pip-version-check -c constraints.txt build/wheel/askq-*.whl
	cd build/wheel && venv/bin/askq content check && venv/bin/askq ask culture > /dev/null && echo culture | venv/bin/askq play > /dev/null \
	  && venv/bin/askq manifest slack > /dev/null && venv/bin/askq manifest discord > /dev/null

clean:
	rm -rf $(VENV) dist build

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/ready-dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,postgres]'
	@touch $(VENV)/ready $@

$(VENV)/ready-bench: $(VENV)/ready-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@
