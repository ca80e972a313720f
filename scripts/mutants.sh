#!/bin/sh
# Plants each bug of tests/planted/ in a copy of the tree (target/planted) and asks the test named
# for it to find it. The first time, the copy is built from nothing: some minutes.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

have cargo-nextest || sh scripts/setup.sh test
cargo build --quiet --locked -p escale-tests --bin escale-mutants
mkdir -p "$target/planted"
CARGO_TARGET_DIR=$target/planted/target exec "$bin/escale-mutants" "$target/planted"
