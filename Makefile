# make run    start the app (prepares everything on the first call)
# make test   format check, lint, types, import contracts, all tests
# make test-fast  the quick tests of models, vision, outputs and charts: a minute, while one works
# make test-long  the tests that take minutes
# make mutants MODULE=emotion_desktop/vision/alignment.py  how many small faults in it its tests notice
# make coverage  the tests, and that files which were covered in full still are
# make docs  the site, into build/site; `make docs LINKS=1` asks whether what it links to is there
# make bundle  the app as one folder, for this system; make deb  that as a package of Debian
# make lint-workflows  actionlint and zizmor on .github/workflows
# make gallery  draw the pictures of docs/gallery anew
# make translations  bring the other languages of the window up to date
# make setup  only prepare .venv for `make run`; EXTRAS=train for trainings as well
# TORCH_INDEX=https://download.pytorch.org/whl/cpu spares CUDA's libraries where PyTorch is installed

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
BUNDLER := build/bundle-environment
TORCH_INDEX ?=
ARGS ?=
# PyTorch is for NVIDIA's GPUs and for trainings; without either the app does without it.
EXTRAS ?= $(shell command -v nvidia-smi >/dev/null && nvidia-smi >/dev/null 2>&1 && echo gpu)
INSTALLED = $(VENV)/.installed$(addprefix -,$(EXTRAS))
# That run tests at the same time; each takes about 1.5 GB.
PROCESSES ?= 2

# The first interpreter that runs and is new enough.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: bundle deb docs lint-workflows run test test-fast test-long mutants setup check coverage gallery translations clean

run: $(INSTALLED)
	@tools/system_packages.sh run
	@$(BIN)/emotion-desktop $(ARGS)

test: $(VENV)/.installed-dev
	@tools/system_packages.sh run test
	@$(MAKE) --no-print-directory check

test-fast: $(VENV)/.installed-dev
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -q -n $(PROCESSES) --dist worksteal \
		-m "not slow and not long and not graphs" tests/models tests/outputs tests/vision \
		tests/gui/docks tests/gui/charts tests/gui/live_view \
		tests/test_config.py tests/test_domain.py tests/test_labels.py tests/test_readme.py

# What takes too long for each change: that nothing is sent, watched for minutes (docs/privacy.md);
# the core in an environment of its own; the wheels of all systems. An idle machine takes half an hour.
test-long: $(VENV)/.installed-dev
	@tools/system_packages.sh run test long
	$(BIN)/pytest -m long

# 40 of the module's mutants, the same each time; all with ARGS="--sample 1000": tools/mutants.py
mutants: $(VENV)/.installed-dev
	@$(BIN)/python -m tools.mutants $(MODULE) $(ARGS)

# What `test` runs, without looking at the installation again. Processes take tests from each other,
# so none is idle at the end. The window is tested in processes of its own: without PyTorch and
# MediaPipe in them they are small and quick, and its slots keep the processor time they take.
check:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --no-warn-unreachable -p emotion_desktop -p trainer
	$(BIN)/mypy --platform darwin --no-warn-unreachable -p emotion_desktop -p trainer
	$(BIN)/lint-imports
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n $(PROCESSES) --dist worksteal --ignore tests/gui
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n $(PROCESSES) --dist worksteal tests/gui

# Takes half as long again as the tests of `test`. The list: tests/fully_covered.txt
coverage: $(VENV)/.installed-dev
	@tools/system_packages.sh run test
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -q -n $(PROCESSES) --dist worksteal --cov --cov-report= --ignore tests/gui
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -q -n $(PROCESSES) --dist worksteal --cov --cov-append \
		--cov-report=json:build/coverage.json tests/gui
	$(BIN)/python -m tools.full_coverage build/coverage.json

docs: $(VENV)/.installed-dev
	$(BIN)/python -m sphinx -W --keep-going -q -c docs . build/site
	$(if $(LINKS),$(BIN)/python -m sphinx -b linkcheck -q -c docs . build/links)
	@echo "The site is build/site/index.html"

# In an environment of its own, for what is installed there is what the app carries: docs/adr/0027-packages.md
bundle: $(BUNDLER)/.installed
	$(BUNDLER)/bin/python -m PyInstaller packaging/emotion-desktop.spec --noconfirm --log-level WARN \
		--distpath build/bundle --workpath build/pyinstaller
	@du -sh build/bundle/emotion-desktop

$(BUNDLER)/.installed: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make bundle PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(BUNDLER)
	$(BUNDLER)/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BUNDLER)/bin/pip install --quiet --editable . --group bundle
	packaging/without_second_qt.sh $(BUNDLER)/bin/python
	@touch $@

deb: bundle
	packaging/linux/make_deb.sh build/bundle/emotion-desktop build/app

lint-workflows: $(VENV)/.installed-dev
	$(BIN)/pip install --quiet --group workflows
	$(BIN)/actionlint
	$(BIN)/zizmor --offline .github

# Takes some minutes; the machine should have nothing else to do.
gallery: $(VENV)/.installed-dev
	$(BIN)/python -m tools.gallery docs/gallery

# Exit code 1 while texts wait for a translator: docs/translating.md
translations: $(INSTALLED)
	$(BIN)/python -m tools.translations

setup: $(INSTALLED)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "emotion-desktop needs Python 3.11 or newer; install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@PYTHON="$(PYTHON)" tools/system_packages.sh venv
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

$(INSTALLED): pyproject.toml | $(VENV)/bin/python
	@tools/download_size.sh "$(EXTRAS)" "$(TORCH_INDEX)"
	@$(if $(and $(EXTRAS),$(TORCH_INDEX)),tools/quiet_install.sh $(BIN)/pip install torch --index-url $(TORCH_INDEX))
	@tools/quiet_install.sh $(BIN)/pip install --editable '.$(addprefix [,$(addsuffix ],$(EXTRAS)))'
	@touch $@
	@echo "Installed.$(if $(filter run,$(or $(MAKECMDGOALS),run)), Opening the window …)"

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	@tools/download_size.sh all "$(TORCH_INDEX)"
	$(if $(TORCH_INDEX),$(BIN)/pip install torch --index-url $(TORCH_INDEX))
	$(BIN)/pip install --editable '.[all]' --group dev
	@touch $@ $(VENV)/.installed $(VENV)/.installed-gpu $(VENV)/.installed-train

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
