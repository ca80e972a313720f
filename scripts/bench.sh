#!/bin/sh
# Measures, in an optimised build, what Escale promises, each thing beside its yardstick in the
# same run. `scripts/bench.sh NAME…` measures some things only.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh test
# shellcheck source=scripts/env.sh
. scripts/env.sh

# The profile of benches: optimised as a release, without its slowest linking. Cargo puts both
# in the same folder.
cargo build --workspace --locked --profile bench --bins
cargo build --workspace --locked --profile bench --example empty
exec "$target/release/escale-bench" "$@"
