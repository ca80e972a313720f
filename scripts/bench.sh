#!/bin/sh
# Measures what is promised, each thing beside its yardstick in the same run, and writes the
# figures into docs/PERFORMANCE.md. ONLY="commit search" measures some things only. Ends with an
# error when a limit is broken. Best on a machine that does nothing else.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

# Optimised, without link-time optimisation: what is compared is built alike.
say "Building (optimised; long the first time)."
cargo build --quiet --locked --profile bench -p escale-tests --bin escale-bench --features vendored-openssl
case " ${ONLY:-start} " in
  *' start '*)
    newer_than ui/dist/index.html ui/src ui/public ui/scripts ui/index.html ui/verrou.html ui/package-lock.json && sh scripts/setup.sh test
    cargo build --quiet --locked --profile bench -p escale --bin escale --example empty --features vendored-openssl
    ;;
esac
# shellcheck disable=SC2086 # names of benchmarks
exec "$target/release/escale-bench" --page docs/PERFORMANCE.md ${ONLY:-}
