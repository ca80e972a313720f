#!/bin/sh
# Measures Escale beside the systems that a registry installs (docs/PEERS.md), prints one table and
# writes it into docs/PERFORMANCE.md. Needs the registries of PyPI, npm and crates.io; everything
# is put into target/peers, in the versions of tests/peers. ONLY="Anki Escale" measures some, and
# leaves the page as it is.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

into=$target/peers
mkdir -p "$into"
: >"$into/versions"
trap 'exit 130' INT TERM

wanted() {
  case " ${ONLY:-$1} " in *" $1 "*) ;; *) return 1 ;; esac
}

# installed NAME VERSION COMMAND…: carries it out, and notes how it ended.
installed() {
  name=$1 version=$2
  shift 2
  wanted "$name" || return 0
  say "Installing $name $version."
  if "$@" >"$into/$name.log" 2>&1; then
    printf '%s\t%s\n' "$name" "$version" >>"$into/versions"
  else
    reason=$(tail -n 1 "$into/$name.log" | tr '\t|' '  ')
    printf '%s\tnot installed: %s\n' "$name" "$reason" >>"$into/versions"
    say "$name cannot be installed here; $into/$name.log says why."
  fi
}

escale() {
  cargo build --locked -p escale-tests --bin escale-peer && cp "$bin/escale-peer" "$into/escale-peer.new" &&
    mv -f "$into/escale-peer.new" "$into/escale-peer"
}

anki() {
  [ -x "$into/anki/bin/python" ] || python3 -m venv "$into/anki"
  timeout 900 "$into/anki/bin/python" -m pip install --no-deps -r tests/peers/anki/requirements.txt
}

# npm_project FOLDER: its packages, where the lockfile says.
npm_project() {
  mkdir -p "$into/$1"
  cp "tests/peers/$1/device.mjs" "$into/$1/"
  if ! cmp -s "tests/peers/$1/package-lock.json" "$into/$1/package-lock.json" || [ ! -d "$into/$1/node_modules" ]; then
    cp "tests/peers/$1/package.json" "tests/peers/$1/package-lock.json" "$into/$1/"
    (cd "$into/$1" && timeout 1200 npm ci --no-audit --no-fund)
  fi
}

actual() {
  npm_project actual || return 1
  # Built here: the prebuilt file is not in the registry.
  [ -f "$into/actual/node_modules/better-sqlite3/build/Release/better_sqlite3.node" ] ||
    (cd "$into/actual" && timeout 1200 npm rebuild better-sqlite3 --foreground-scripts)
}

taskchampion() {
  for project in taskchampion-server taskchampion; do
    CARGO_TARGET_DIR=$into/taskchampion/target \
      cargo build --locked --manifest-path "tests/peers/$project/Cargo.toml" || return 1
  done
}

# pinned FILE NAME: the version that a manifest asks for.
pinned() {
  sed -n "s/.*[\"']\{0,1\}$2[\"']\{0,1\} *[:=].*[=\" ]\([0-9][0-9.]*\)\".*/\1/p" "tests/peers/$1" | head -n 1
}

installed Escale "$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)" escale
installed Anki "$(sed -n 's/^anki==//p' tests/peers/anki/requirements.txt)" anki
installed PouchDB "$(pinned pouchdb/package.json pouchdb), pouchdb-server $(pinned pouchdb/package.json pouchdb-server)" npm_project pouchdb
installed Actual "$(pinned actual/package.json @actual-app.api)" actual
installed TaskChampion "$(sed -n 's/^taskchampion = .*"=\([0-9.]*\)".*/\1/p' tests/peers/taskchampion/Cargo.toml), server core $(sed -n 's/^taskchampion-sync-server-core = "=\(.*\)"/\1/p' tests/peers/taskchampion-server/Cargo.toml)" taskchampion
cat "$into/versions"

if [ -n "${ONLY:-}" ]; then
  # shellcheck disable=SC2086 # names of systems
  exec python3 tests/peers/run.py --programs "$into" --versions "$into/versions" --only $ONLY
fi
exec python3 tests/peers/run.py --programs "$into" --versions "$into/versions" --page docs/PERFORMANCE.md
