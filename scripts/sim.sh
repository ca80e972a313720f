#!/bin/sh
# Simulated worlds of laptops and a server, each seed run twice, for so many seconds ($1, or 60).
# SEED=n shows one run with its diagram (SHRINK=1 makes a failing one shorter); FROM=n begins there.
# Ends with an error when a promise was broken.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

cargo build --quiet --locked -p escale-testkit --bin escale-sim
# In memory where that is possible: the disk's flushes are another harness's subject (make crash).
if [ -d /dev/shm ] && [ -w /dev/shm ]; then
  TMPDIR=$(mktemp -d /dev/shm/escale-sim.XXXXXX)
  export TMPDIR
  trap 'rm -rf "$TMPDIR"' EXIT
  trap 'exit 130' INT TERM
fi
if [ -n "${SEED:-}" ]; then
  "$bin/escale-sim" --seed "$SEED" ${SHRINK:+--shrink}
else
  "$bin/escale-sim" --seconds "${1:-60}" ${FROM:+--from "$FROM"}
fi
