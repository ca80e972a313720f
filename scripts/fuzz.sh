#!/bin/sh
# Gives every decoder the corpus of crates/testkit/corpus, changed at random, for so many seconds
# ($1, or 60). What broke something is kept beside the corpus. SEED=n repeats a run.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

cargo build --quiet --locked -p escale-testkit --bin escale-fuzz
# A decoder that would take all memory is stopped, not the machine.
# shellcheck disable=SC3045 # where the shell has it
ulimit -v 6000000 2>/dev/null || say "Memory cannot be limited here; it is still measured."
exec "$bin/escale-fuzz" --seconds "${1:-60}" ${SEED:+--seed "$SEED"}
