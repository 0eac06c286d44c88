# `make help` lists what there is. Everything is made inside this folder: .venv, .cache and build.

PYTHON ?= $(firstword $(foreach python,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(python) -c 'import sys; sys.version_info >= (3, 11) and print("$(python)")' 2>/dev/null)))
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check --constraint requirements.lock
WORKERS ?= 2

# The home folder may be empty or unwritable: libraries keep their caches here (pip keeps its own, if it can).
CACHES := $(foreach name,IPYTHONDIR JUPYTER_CONFIG_DIR JUPYTER_DATA_DIR JUPYTER_RUNTIME_DIR MPLCONFIGDIR \
	XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME,$(name)=$(CURDIR)/.cache/$(name))
HERE := env $(CACHES) JUPYTER_PLATFORM_DIRS=1

# The tools that check the page's JavaScript, where npm is there: without them their tests are skipped, and say so.
NODE_TOOLS := $(if $(shell command -v npm 2>/dev/null),.cache/web/.tools)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test docs readers bench soak lowest ftm labelstudio spark lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/  make \1@\2/p' Makefile | column -t -s @ 2>/dev/null || grep '##' Makefile

demo: $(VENV)/.demo  ## build the graph of the two articles and show what it answers
	@$(HERE) $(RUN) -m kg.demo

test: $(VENV)/.test $(NODE_TOOLS)  ## lint, types, tests, doctests, notebooks
	$(HERE) $(RUN) -m ruff check .
	$(HERE) $(RUN) -m ruff format --check .
	$(HERE) $(RUN) -m mypy kg tests
	$(HERE) $(RUN) -m pytest --numprocesses $(WORKERS) --dist worksteal

# NO_MKDOCS_2_WARNING: the theme else announces its successor on every run.
SITE ?= build/docs
docs: $(VENV)/.test .venv-docs/.made  ## build the site of all documentation, to build/docs/site
	$(HERE) $(RUN) -m docs.site $(SITE)
	$(HERE) NO_MKDOCS_2_WARNING=1 .venv-docs/bin/python -m mkdocs build --strict --quiet --config-file $(SITE)/mkdocs.yml
	@echo "$(SITE)/site/index.html; to search too: $(PYTHON) -m http.server --directory $(SITE)/site"

readers: .venv-readers/.made  ## install what reads exports back in the tests, into .venv-readers

ftm: .venv-ftm/.made  ## install FollowTheMoney's library, with which its tests then run, into .venv-ftm

labelstudio: .venv-labelstudio/.made  ## install Label Studio's SDK, which its tests then read files with, into .venv-labelstudio

spark: .venv-spark/.made  ## install Spark, on which builds are then tried (Java 17 or newer is needed), into .venv-spark

SIZES ?= 1000 10000 100000 1000000
bench: $(VENV)/.test  ## measure beside every peer, to build/bench/ and BENCHMARKS.md (SIZES="1000 10000" for less)
	@$(HERE) $(RUN) -m tests.bench $(SIZES)

soak: $(VENV)/.test $(NODE_TOOLS)  ## look for rare failures, for hours; goes on where it was stopped (.cache/soak.jsonl)
	@$(HERE) $(RUN) -m tests.soak.journal $(WORKERS)

# Old versions deprecate what their own dependencies have since dropped: nothing that we could mend.
lowest: .venv-lowest/.test  ## run the tests with the lowest versions that we say will do
	$(HERE) .venv-lowest/bin/python -m pytest --numprocesses $(WORKERS) -W default::DeprecationWarning tests kg

# What the parts of the SDK import that the tests use, in the versions that it asks for.
LABELSTUDIO_USES := appdirs httpx ijson 'jsf<0.12' jsonschema lxml 'nltk<=3.11.0' 'numpy<3' pillow pydantic \
	'PyJWT<2.14' requests ujson xmljson==0.2.1
lock:  ## write requirements.lock and requirements-docs.lock anew, from the newest versions that pyproject.toml allows
	rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check '.[notebook,tables,test]'
	@head -n 2 requirements.lock > .venv-lock/lock
	.venv-lock/bin/python -m pip freeze --exclude dramatis | grep '==' | LC_ALL=C sort -f >> .venv-lock/lock
	mv .venv-lock/lock requirements.lock && rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	@$(PYTHON) -c 'import tomllib; its = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
		print(*its["optional-dependencies"]["docs"], sep="\n")' > .venv-lock/docs.txt
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check --requirement .venv-lock/docs.txt
	@head -n 2 requirements-docs.lock > .venv-lock/lock
	.venv-lock/bin/python -m pip freeze | grep '==' | LC_ALL=C sort -f >> .venv-lock/lock
	mv .venv-lock/lock requirements-docs.lock && rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check '.[ftm]'
	@head -n 2 requirements-ftm.lock > .venv-lock/lock
	.venv-lock/bin/python -m pip freeze --exclude dramatis | grep '==' | LC_ALL=C sort -f >> .venv-lock/lock
	mv .venv-lock/lock requirements-ftm.lock && rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check '.[remote,spark]'
	@head -n 2 requirements-spark.lock > .venv-lock/lock
	.venv-lock/bin/python -m pip freeze --exclude dramatis | grep '==' | LC_ALL=C sort -f >> .venv-lock/lock
	mv .venv-lock/lock requirements-spark.lock && rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check --no-deps label-studio-sdk
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check $(LABELSTUDIO_USES)
	@head -n 3 requirements-labelstudio.lock > .venv-lock/lock
	.venv-lock/bin/python -m pip freeze | grep '==' | LC_ALL=C sort -f >> .venv-lock/lock
	mv .venv-lock/lock requirements-labelstudio.lock && rm -rf .venv-lock

clean:  ## remove everything that was made, the environments too
	rm -rf .venv .venv-docs .venv-readers .venv-ftm .venv-labelstudio .venv-spark .venv-lowest .venv-lock .cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

# Two stamps, so that the demonstration does not wait for the tests' tools.
$(VENV)/.demo: pyproject.toml requirements.lock | $(VENV)/bin/python
	@echo "Installing the locked versions into $(VENV) (once) ..."
	$(PIP) hatchling
	$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.demo
	@echo "Installing the tests' tools into $(VENV) (once) ..."
	$(PIP) --no-build-isolation --editable '.[notebook,tables,test]'
	@touch $@

.venv-docs/.made: requirements-docs.lock
	@echo "Installing the tools for the site into .venv-docs (once) ..."
	rm -rf .venv-docs && $(PYTHON) -m venv .venv-docs
	.venv-docs/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements-docs.lock
	@touch $@

.venv-readers/.made: pyproject.toml
	@echo "Installing the readers of exports into .venv-readers (once) ..."
	rm -rf .venv-readers && $(PYTHON) -m venv .venv-readers
	@$(PYTHON) -c 'import tomllib; its = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
		print(*its["optional-dependencies"]["readers"], sep="\n")' > .venv-readers/readers.txt
	.venv-readers/bin/python -m pip install --quiet --disable-pip-version-check --requirement .venv-readers/readers.txt
	@touch $@

# PyICU is built from source: that needs libicu-dev, pkg-config and g++.
.venv-ftm/.made: pyproject.toml requirements-ftm.lock
	@echo "Installing FollowTheMoney's library into .venv-ftm (once) ..."
	rm -rf .venv-ftm && $(PYTHON) -m venv .venv-ftm
	.venv-ftm/bin/python -m pip install --quiet --disable-pip-version-check --constraint requirements-ftm.lock --editable '.[ftm]'
	@touch $@

# The lock is whole: what the SDK asks for and these tests do not reach (image and table libraries) stays away.
.venv-labelstudio/.made: requirements-labelstudio.lock
	@echo "Installing Label Studio's SDK into .venv-labelstudio (once) ..."
	rm -rf .venv-labelstudio && $(PYTHON) -m venv .venv-labelstudio
	.venv-labelstudio/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements-labelstudio.lock
	@touch $@

# Java itself is not Python's to install: on Debian, openjdk-17-jre-headless or a newer one. `remote` pushes what was built.
.venv-spark/.made: pyproject.toml requirements-spark.lock
	@echo "Installing Spark into .venv-spark (once; it takes 1.2 GB) ..."
	rm -rf .venv-spark && $(PYTHON) -m venv .venv-spark
	.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --constraint requirements-spark.lock --editable '.[remote,spark]'
	@touch $@

# Without a network this stays to be done.
.cache/web/.tools: tests/web/package.json
	@echo "Installing the tools for JavaScript into .cache/web (once) ..."
	@mkdir -p .cache/web && cp tests/web/package.json .cache/web/
	@if npm install --prefix .cache/web --cache .cache/npm --no-package-lock --no-audit --no-fund --fetch-retries=0 --loglevel=error; \
		then touch $@; else echo "They could not be installed: their tests are skipped." >&2; fi

.venv-lowest/.test: pyproject.toml requirements.lock tests/lowest.py | $(VENV)/.test
	rm -rf .venv-lowest && $(PYTHON) -m venv .venv-lowest
	$(RUN) tests/lowest.py > .venv-lowest/lowest.txt
	.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check -r .venv-lowest/lowest.txt
	.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@
