#!/bin/sh
# Everything that has to pass before a change is kept. Each step says its name; all of them
# run even after a failure, so that one run shows everything there is to mend; the last line
# counts the tests. `scripts/test.sh STEP…` runs only the steps named.
set -eu
cd "$(dirname "$0")/.."

# One feature set for every cargo command: another one would compile the world again.
# `automation` lets the tests drive the window; `demonstration` must compile as well.
features='escale/automation,escale/demonstration'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
failed=
passed_tests=0
failed_tests=0

# step NAME COMMAND…: runs it, shows and keeps what it prints, notes how it ended.
step() {
  name=$1
  shift
  if [ -n "$only" ]; then
    case " $only " in *" $name "*) ;; *) return 0 ;; esac
  fi
  printf '\n== %s\n' "$name"
  began=$(date +%s)
  { "$@" </dev/null 2>&1 && echo 0 >"$work/code" || echo "$?" >"$work/code"; } | tee "$work/log"
  if [ "$(cat "$work/code")" -ne 0 ]; then
    failed="$failed $name"
    printf '== %s: FAILED after %s s\n' "$name" "$(($(date +%s) - began))"
  else
    printf '== %s: ok, %s s\n' "$name" "$(($(date +%s) - began))"
  fi
  count
}

# number PATTERN: the number that stands before this word, in the last line that has one.
number() {
  tr -d '\033' <"$work/log" | sed 's/\[[0-9;]*m//g' | grep -E "$summary" | grep " $1" | tail -n 1 |
    sed -n "s/.*[^0-9]\([0-9][0-9]*\) $1.*/\1/p"
}

# count: adds up what the runner of this step said at its end.
count() {
  case $name in
    rust-tests) summary='tests? run: ' ;;
    ui-tests) summary='^ *Tests ' ;;
    journeys) summary='^ *[0-9]+ (passed|failed)|Tests ' ;;
    *) return 0 ;;
  esac
  found=$(number passed)
  passed_tests=$((passed_tests + ${found:-0}))
  found=$(number failed)
  failed_tests=$((failed_tests + ${found:-0}))
}

only=$*

[ -n "$only" ] || {
  printf '== setup\n'
  sh scripts/setup.sh test
}
# After setup: the compiler it found names the cache folder.
# shellcheck source=scripts/env.sh
. scripts/env.sh
# Where the journeys find the programs.
export ESCALE_BIN="$bin"

# The cache keeps what earlier clones compiled; it starts again when it has grown too large.
if [ "${CI:-}" = true ] && [ -d "${CARGO_TARGET_DIR:-}" ]; then
  if [ "$(du -sm "$CARGO_TARGET_DIR" | cut -f1)" -gt 20000 ]; then
    say "The build cache is over 20 GB: starting a new one."
    rm -rf "$CARGO_TARGET_DIR"
  fi
fi

shell_lint() { shellcheck -x scripts/*.sh icons/generate.sh .ci/run; }

types() { (cd ui && node_modules/.bin/tsc --noEmit); }

# Advisories need their database, which lives outside the package registries: without a way
# to it, or an earlier copy, the other three checks still count, and the gap is said aloud.
dependencies() {
  cargo deny --version || return 1
  if cargo deny --locked fetch db >"$work/advisories" 2>&1; then
    cargo deny --locked check
  elif [ "${ESCALE_ADVISORIES:-}" = required ]; then
    cat "$work/advisories"
    return 1
  else
    say "The database of security advisories cannot be reached: advisories are NOT checked in this run."
    say "(ESCALE_ADVISORIES=required makes this a failure.)"
    cargo deny --locked check bans licenses sources
  fi
}

step shell-lint shell_lint
step rust-format cargo fmt --all --check
step rust-lint cargo clippy --workspace --all-targets --locked --features "$features" -- -D warnings
step ui-lint npm run --silent --prefix ui lint
step ui-types types
step ui-tests npm run --silent --prefix ui test
step ui-size npm run --silent --prefix ui size
# All targets: the programs then have the features the tests give them, and nothing is built twice.
step rust-build cargo build --workspace --all-targets --locked --features "$features"
step rust-tests cargo nextest run --workspace --locked --features "$features" --no-fail-fast
step journeys npm run --silent --prefix ui e2e
step dependencies dependencies

printf '\n'
if [ -n "$failed" ]; then
  printf 'Failed steps:%s\n' "$failed"
else
  printf 'Every step passed.\n'
fi
printf '%s passed, %s failed\n' "$passed_tests" "$failed_tests"
[ -z "$failed" ]
