# tanxun: two commands set up a fresh machine, `make demo` and `make test`; both need Python 3.11, make and the
# package registries, nothing else.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP_VERSION := 26.3
PIP := $(BIN)/python -m pip --disable-pip-version-check
# One more than two processors: a test waits half of its time for servers and pages. Each may load the model (1 GB).
WORKERS ?= 3
# A file's tests stay with one worker, so that what they share is made once; tests/conftest.py puts the longest first.
TESTS = pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder
# Every commit of a test is synced: in memory, where a disk there has 8 GB of room, that costs nothing.
IN_MEMORY := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 8388608 {print "TMPDIR=/dev/shm"}')
# One thread a process for torch: the workers are what runs side by side.
PYTEST = $(IN_MEMORY) OMP_NUM_THREADS=1 $(BIN)/python -m $(TESTS)
QUICK := not servers and not airflow and not browser and not week and not long
OURS := bulletin crawlers dags demo desk enrich index pipeline tanxun tests

# Where it is set, as in many images, every process that a test starts would compile all modules again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo desk quick test long test-servers coverage lint bench exemplars setup setup-test lock clean

help: ## this list
	@echo "tanxun (碳讯): from the web to a drafted weekly issue. Targets:"
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-13s %s\n", $$1, $$2}'
	@echo "Example: make demo && $(BIN)/tanxun status"

demo: setup ## crawl, enrich and draft the invented week; writes out/issue-1.html, .pdf and .json
	@$(BIN)/python -m demo

desk: setup ## the editors' page on the demo's issue, with the workers it needs; prints where and how to log in
	@$(BIN)/python -m demo.desk

# Here they mostly wait, for files and children; one in three of them loads the model.
quick: WORKERS = 6
quick: lint ## lint, and every test that needs no server, no Airflow, no browser and no week
	@$(PYTEST) -m "$(QUICK)"

test: lint ## lint, and every test but the long ones, the week on real servers among them where they are
	@$(PYTEST) -m "not long"

long: setup-test ## the tests that take a minute or more: what is killed, every way of working on real servers, real pages, a judged week, a month of 45 publishers
	@$(PYTEST) -m long

test-servers: setup-test ## only the tests that need a real Kafka and a real Elasticsearch
	@$(PYTEST) -m servers

# Of the quick tests: measuring the lines makes every test slower.
coverage: setup-test ## how much of the code the quick tests run, file by file
	@rm -rf .coverage && mkdir .coverage
	@$(BIN)/python -m coverage run -m $(TESTS) -m "$(QUICK)" -q
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage report

lint: setup-test ## ruff, mypy --strict, the import rules, and oxlint for the scripts
	@$(BIN)/ruff check $(OURS)
	@$(BIN)/ruff format --check $(OURS)
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/oxlint --deny-warnings desk/static tests/desk/static

bench: setup-test $(VENV)-bench/.done ## speed of every stage beside its library, and extraction beside other tools
	@$(BIN)/python -m tests.bench

exemplars: setup ## after a change of the columns' exemplars: embed the new ones, to be shipped with the others
	@$(BIN)/python -m tanxun.wiring.shipped_vectors

setup: $(VENV)/.core ## the virtual environment with what the program needs
setup-test: $(VENV)/.test ## the same with what the tests need, Airflow included

# pip 23 loses an extra of lxml, and trafilatura then fails to import: a current pip comes first.
$(VENV)/.pip: Makefile
	@command -v $(PYTHON) >/dev/null || { echo "tanxun needs Python 3.11: install it, or name it: make PYTHON=/path/to/python3.11 …"; exit 2; }
	@test -x $(BIN)/python || { echo "creating $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@$(PIP) install --quiet pip==$(PIP_VERSION)
	@touch $@

$(VENV)/.core: $(VENV)/.pip pyproject.toml requirements.lock
	@echo "installing the pinned packages (README says how much that downloads)"
	@$(PIP) install --quiet --progress-bar on -c requirements.lock -e .
	@touch $@

$(VENV)/.test: $(VENV)/.core
	@echo "installing the test tools and Airflow"
	@$(PIP) install --quiet --progress-bar on -c requirements.lock -e '.[test,airflow]'
	@touch $@

# Other extraction tools, in an environment of their own: they pin what tanxun must not.
$(VENV)-bench/.done: requirements-bench.lock
	@$(PYTHON) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip --disable-pip-version-check install --quiet pip==$(PIP_VERSION)
	@$(VENV)-bench/bin/python -m pip --disable-pip-version-check install --quiet --no-deps -r requirements-bench.lock
	@touch $@

# Without hashes and without a registry's name; torch's CUDA companions stay out, so that a CPU build is enough.
lock: setup-test ## write requirements.lock anew from what is installed
	@$(PIP) freeze --exclude-editable --exclude pip --exclude setuptools | sed -E 's/^(torch==[0-9.]+)\+.*/\1/' \
	  | grep -viE '^(nvidia|cuda|triton)' > requirements.lock

clean: ## remove the demo's state and documents (not the environment)
	rm -rf .tanxun out
