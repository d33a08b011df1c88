# Legation: `make demo` shows what it does, `make test` checks it. Both set up `.venv` on a fresh machine.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.synced

.PHONY: demo test check setup browser postgresql knowledge centres worldmap train-statements docs clean

setup: $(STAMP)

# uv lives inside the environment, so that nothing but Python itself need be there beforehand.
$(STAMP): pyproject.toml uv.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"
	UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --frozen --inexact --quiet --compile-bytecode
	touch $@

demo: $(STAMP)
	rm -rf demo && mkdir demo
	$(BIN)/legation read src/legation/examples --ledger demo/ledger.db --format brief >/dev/null
	$(BIN)/legation read src/legation/examples/agency.txt
	@echo
	@echo "All example reports are in demo/ledger.db. Look at them in a browser:"
	@echo "    $(BIN)/legation serve --ledger demo/ledger.db"

# The tests of ledgers on PostgreSQL make a server of their own, where its programs are there or Debian has them.
postgresql:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null; \
	else echo "PostgreSQL is not installed: its tests are left out"; fi

test: $(STAMP) check browser postgresql
	$(BIN)/pytest -n 2 -q

# The pages are tried in Chromium. Where it is missing and can't be installed, those tests are skipped and say so; in CI
# they fail.
browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
		apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; \
	} || echo "No Chromium: the tests in the browser will be skipped." >&2

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Compiles the knowledge file again; with INPUTS, the folder that docs/knowledge.md tells of, the leaders' tables too.
knowledge: $(STAMP)
	$(BIN)/uv run --no-project --python $(BIN)/python --with-requirements tools/knowledge-requirements.txt \
		python tools/build_knowledge.py $(if $(INPUTS),--inputs $(INPUTS))

# Draws the world map again from what npm packs of Natural Earth.
worldmap: $(STAMP)
	rm -rf build/worldmap && mkdir -p build/worldmap
	cd build/worldmap && npm pack --silent world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
	$(BIN)/python tools/build_worldmap.py build/worldmap/package/countries-50m.json

# Gives states and areas GeoNames' points again; then `make knowledge`.
centres: $(STAMP)
	$(BIN)/uv run --no-project --python $(BIN)/python --with pyowm==3.5.0 python tools/clean_centres.py

# Trains the statement tagger again (an hour on two cores); SHARED is the folder with benchmarks/statements. See training/README.md.
TRAIN := $(BIN)/uv run --no-project --python $(BIN)/python --with-requirements training/statement-requirements.txt python
train-statements: $(STAMP)
	$(BIN)/python training/statement_prepare.py --shared $(SHARED) --out build/statements
	$(TRAIN) training/statement_train.py --data build/statements --out build/statements/first --epochs 3 --legs 1 --rate 2.5e-4
	$(TRAIN) training/statement_train.py --data build/statements --out build/statements/second --epochs 2 --rate 2e-4 \
		--start build/statements/first/tagger.pt
	$(TRAIN) training/statement_train.py --data build/statements --out build/statements/third --epochs 1 --rate 1.5e-4 \
		--margin 1 --seed 2 --start build/statements/second/tagger.pt
	$(TRAIN) training/statement_train.py --data build/statements --out build/statements/fourth --epochs 2 --rate 1.5e-4 \
		--margin 0.5 --seed 3 --bfloat16 --start build/statements/third/tagger.pt
	$(TRAIN) training/statement_export.py --model build/statements/third/tagger.pt \
		--model build/statements/fourth/tagger.pt --outside 0.25 \
		--out src/legation/extract/models/statement/tagger.onnx

clean:
	rm -rf .venv demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
