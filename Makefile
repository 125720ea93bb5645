# Two commands: `make demo` shows docmine at work, `make test` proves it. Both make the virtual environment they need.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/ready

.PHONY: demo test check clean lock

DEMO ?= corpus/ptc-2012-intersessional-developments.pdf

demo: $(READY)
	@$(BIN)/docmine annotate $(DEMO)
	@$(BIN)/docmine annotate $(DEMO) --format table

test: $(READY)
	$(BIN)/ruff check src tests corpus benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder --ignore tests/stories  # the longest files come first
	$(BIN)/python -m pytest tests/stories  # whole programs against the clock: one after the other

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $(READY)

lock:
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --extra dev -o requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
