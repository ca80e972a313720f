#!/bin/sh
# Measures, in an optimised build, what Escale promises. Figures compare within one run: quote
# them together with the machine, never across machines.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh test
# shellcheck source=scripts/env.sh
. scripts/env.sh

# The profile of benches is the release one without its slowest linking; the programs that the
# benches start are built with it too.
cargo build --workspace --locked --profile bench --bins --example empty
cargo bench --workspace --locked --bench '*'
