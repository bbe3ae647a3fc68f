# Baro is installed into .venv on first use, and again when a lock or pyproject.toml changes.

VENV := .venv
PYTHON := $(VENV)/bin/python
BENCH := .venv-bench
LOCKS := .ci/locks
PIP_INSTALL := -m pip --disable-pip-version-check install --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test run check format bench soak lock privacy catalogs-extract catalogs-update catalogs-compile

help: ## List what make can do here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@.ci/find-python >/dev/null || true

demo: $(VENV)/.run ## Play a whole dialogue session with the real bot and simulated people: no token, no Telegram
	@$(PYTHON) -m bot rehearse

test: $(VENV)/.dev ## Run the test suite; ARGS="-k join" chooses some of it
	@$(PYTHON) -m pytest --numprocesses=4 --dist=worksteal $(ARGS)

run: $(VENV)/.run ## Run the bot; it needs BOT_TOKEN, in the environment or in .env
	@$(PYTHON) -m bot run

check: $(VENV)/.dev ## Check the style, the types, the layers, the scripts and the catalogs
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(VENV)/bin/lint-imports --no-logo
	$(PYTHON) -m bot check

format: $(VENV)/.dev ## Lay out the code as `make check` wants it
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

bench: $(BENCH)/.bench ## Measure Baro's speed and size beside bare bots, a quarter of an hour; ARGS="--quick" tries it out
	@$(BENCH)/bin/python -m tests.bench $(ARGS)

soak: $(VENV)/.dev ## Kill the bot again and again while 500 people use it, and count what was kept; ARGS="--mode webhook"
	@$(PYTHON) -m tests.soak $(ARGS)

privacy: $(VENV)/.run ## Write the register of what is kept into PRIVACY.md
	@$(PYTHON) -m bot.cli.privacy

catalogs-extract: $(VENV)/.run ## Collect the keys that the code asks for into the catalog template
	@$(PYTHON) -m bot.content.catalog_tool extract

catalogs-update: $(VENV)/.run ## Bring every language's catalog up to the template
	@$(PYTHON) -m bot.content.catalog_tool update

catalogs-compile: $(VENV)/.run ## Compile the catalogs into what the bot reads
	@$(PYTHON) -m bot.content.catalog_tool compile

# A lock keeps its versions as long as pyproject.toml allows them. The development lock stays with the versions
# that the bot runs on.
lock: COMPILE = $(PYTHON) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --annotation-style line $(if $(UPGRADE),--upgrade)
lock: $(VENV)/bin/pip ## Write the locks anew from pyproject.toml; UPGRADE=1 takes the newest versions
	@$(PYTHON) $(PIP_INSTALL) 'uv>=0.9,<1'
	$(COMPILE) --group build --output-file $(LOCKS)/run.txt
	$(COMPILE) --group dev --constraint $(LOCKS)/run.txt --output-file $(LOCKS)/dev.txt
	$(COMPILE) --group bench --output-file $(LOCKS)/bench.txt

%/bin/pip:
	@python=$$(.ci/find-python) && "$$python" -m venv $*

$(VENV)/.run: $(LOCKS)/run.txt pyproject.toml | $(VENV)/bin/pip
	@echo 'Installing Baro into $(@D), about a minute.'
	@$(PYTHON) $(PIP_INSTALL) --require-hashes --requirement $<
	@$(PYTHON) $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(LOCKS)/dev.txt $(VENV)/.run
	@echo 'Installing the tools for tests and checks into $(@D).'
	@$(PYTHON) $(PIP_INSTALL) --require-hashes --requirement $<
	@touch $@

$(BENCH)/.bench: $(LOCKS)/bench.txt pyproject.toml | $(BENCH)/bin/pip
	@echo 'Installing Baro and the bots to compare it with into $(@D), about a minute.'
	@$(BENCH)/bin/python $(PIP_INSTALL) --require-hashes --requirement $<
	@$(BENCH)/bin/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@
