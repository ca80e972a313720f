# The commands of this house. Each one is a script in scripts/, which also runs without make.
.DEFAULT_GOAL := help
# How long a search goes on, seconds.
SECONDS ?=
.PHONY: help setup run run-second offline online stop test sim mutants crash fuzz bench peers screenshots fmt lint clean-demo

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## install what is missing to build and test
	@sh scripts/setup.sh test

run: ## open Escale with demonstration data, beside a server of its own
	@sh scripts/run.sh first

run-second: ## open a second laptop of the same adviser
	@sh scripts/run.sh second

offline: ## cut the demonstration's line to the server
	@sh scripts/run.sh offline

online: ## open it again
	@sh scripts/run.sh online

stop: ## stop the demonstration's server and line
	@sh scripts/run.sh stop

clean-demo: ## stop, then erase the demonstration and its data
	@sh scripts/run.sh clean

test: ## every check and test
	@sh scripts/test.sh

sim: ## simulated worlds from seeds (SECONDS=300; SEED=n shows one)
	@sh scripts/sim.sh $(SECONDS)

mutants: ## planted bugs, each found by the test named for it
	@sh scripts/mutants.sh

crash: ## kills and power cuts, then what was told to be kept
	@sh scripts/crash.sh

fuzz: ## every decoder given what it does not expect (SECONDS=60)
	@sh scripts/fuzz.sh $(SECONDS)

bench: ## measure what is promised
	@sh scripts/bench.sh

peers: ## measure Escale beside systems that a registry installs
	@sh scripts/peers.sh

screenshots: ## picture every screen into screenshots/
	@sh scripts/screenshots.sh

fmt: ## lay out the code
	@cargo fmt --all

lint: ## the checks that need no test to run
	@sh scripts/test.sh shell-lint rust-format rust-lint ui-lint ui-types
