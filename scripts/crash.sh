#!/bin/sh
# Kills and power cuts on the real notebook and the real server (some minutes). Sweeps over system
# calls and power cuts need strace; without it they are said not to have been done.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

cargo build --quiet --locked -p escale-testkit --bin escale-crash
exec "$bin/escale-crash" --seed "${SEED:-1}"
