# Needs python3.11 with venv, and make. Nothing else: no root, no container, no system package.
PYTHON ?= python3.11
VENV ?= .venv
DEMO ?= var/demo
PORT ?= 8000
WORKERS ?= 2
TESTS ?= tests

bin := $(VENV)/bin
# The environment is whole when this stamp is younger than the lock; a start with nothing to install takes no time.
stamp := $(VENV)/installed.stamp

.PHONY: help install demo test bench check format lock clean

help:
	@echo "make demo    a demonstration province on this machine (PORT=$(PORT))"
	@echo "make test    every test (WORKERS=$(WORKERS), TESTS=$(TESTS))"
	@echo "make bench   measurements: ratios against the bare parts"
	@echo "make check   style, types, import contracts"
	@echo "make lock    pin the dependencies anew"
	@echo "make clean   remove what was built; the demonstration (var/) as well"

install: $(stamp)

$(stamp): requirements.lock pyproject.toml
	@echo "Installing the locked packages into $(VENV) (once, a few minutes) ..."
	test -x $(bin)/python || $(PYTHON) -m venv $(VENV)
	$(bin)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(bin)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(stamp)
	@$(bin)/portal demo --dir $(DEMO) --port $(PORT)

# -n: the tests of one module share a database, so a module stays on one worker.
test: $(stamp)
	$(bin)/python -m pytest -n $(WORKERS) --dist loadfile $(TESTS)

bench: $(stamp)
	$(bin)/python -m tests.bench

check: $(stamp)
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/lint-imports --no-cache

format: $(stamp)
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

# Names and hashes only: no package host and no path of the machine that made it. UPGRADE=--upgrade takes newer versions.
lock:
	test -x $(bin)/pip-compile || { $(PYTHON) -m venv $(VENV) && $(bin)/python -m pip install --quiet pip-tools; }
	$(bin)/pip-compile --quiet --generate-hashes --all-extras --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options --annotation-style=line \
	  $(UPGRADE) --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) var build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
