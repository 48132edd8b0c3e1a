# make run    set up what is needed, then serve http://localhost:3080
# make test   set up what is needed, then run every check and every test
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check bench bench-security mutation format lock clean
run:
	@$(PYTHON) scripts/bootstrap.py run
	@exec $(BIN)/python -m paios serve

test:
	@$(PYTHON) scripts/bootstrap.py test
	@$(BIN)/python scripts/checks.py all

check:  # under a minute: everything but the web app, the database servers, the models and the browser
	@$(PYTHON) scripts/bootstrap.py env
	@$(BIN)/python scripts/checks.py quick

bench:
	@$(PYTHON) scripts/bootstrap.py test
	@$(BIN)/python -m tests.bench

bench-security:  # about an hour; BENCH="--pairs 40" for a quick look, see docs/SECURITY-BENCHMARK.md
	@$(PYTHON) scripts/bootstrap.py bench
	@.venv-bench/bin/python -m bench selftest
	@.venv-bench/bin/python -m bench $(BENCH)

mutation:  # an hour or more; which changes of domain and guard no test would notice, see docs/MUTATION.md
	@$(PYTHON) scripts/bootstrap.py env
	@rm -rf mutants
	@$(BIN)/python scripts/mutation.py

format:
	@$(PYTHON) scripts/bootstrap.py env
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock:  # needs uv; requirements-weights.txt is pinned by hand
	@sh scripts/lock.sh

clean:  # all that was made here; your data folder stays
	rm -rf .venv .venv-bench build dist mutants src/paios/webapp frontend/node_modules frontend/dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
	find src tests scripts bench -name __pycache__ -type d -prune -exec rm -rf {} +
