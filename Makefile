PYTHON ?= python3
BIN = .venv/bin

.PHONY: demo test cluster docs messages pictures screenshots

demo: .venv/ready
	$(BIN)/corrige demo

test: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not cluster"

# What takes minutes more: Dask clusters that are started and broken.
cluster: .venv/ready
	$(BIN)/pytest -m cluster

# Without the variable the theme advertises its successor.
docs: .venv/ready
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

messages: .venv/ready
	$(BIN)/pybabel compile --domain corrige --directory src/corrige/checks/locale
	$(BIN)/pybabel compile --domain grader_tests --directory grader_tests/locale

# The pictures of the README's tour, from runs of the reference notebooks.
pictures: .venv/ready
	$(BIN)/python docs/figures/course.py

# The screens that docs/ shows, taken anew from the tests that go through them.
screenshots: .venv/ready
	rm -rf artifacts/screenshots
	CORRIGE_SCREENSHOTS=artifacts/screenshots $(BIN)/pytest tests/browser
	$(BIN)/python docs/figures/screenshots.py artifacts/screenshots docs/images

# torch is pinned in the lock: a plain "torch" would draw the newest build, gigabytes of CUDA.
.venv/ready: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --editable .
	touch $@
