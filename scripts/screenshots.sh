#!/bin/sh
# Pictures of every screen into screenshots/: those the journeys take in a browser, and those
# of the real window.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh test
# shellcheck source=scripts/env.sh
. scripts/env.sh

export ESCALE_BIN="$bin"
export ESCALE_SCREENSHOTS="$root/screenshots"
mkdir -p "$ESCALE_SCREENSHOTS"
# Built as the tests build it, so that nothing is compiled twice.
cargo build --workspace --all-targets --locked --features escale/automation,escale/demonstration
npm run --silent --prefix ui e2e
cargo nextest run --workspace --locked --features escale/automation,escale/demonstration -E 'binary(/^window/)'
say "The pictures are in $ESCALE_SCREENSHOTS"
