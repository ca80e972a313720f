# shellcheck shell=sh
# Sourced by the other scripts: where tools and caches are, and how steps speak.
# The caller stands at the root of the repository.

root=$PWD
tools=$root/.tools
cache=${ESCALE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/escale}

# Tools that setup.sh fetched come after what the machine has: they are there
# because the machine had none, or an older one than needed.
PATH=$HOME/.cargo/bin:$PATH
if [ -x "$tools/node/node_modules/node/bin/node" ]; then
  PATH=$tools/node/node_modules/node/bin:$PATH
fi
PATH=$PATH:$tools/py/bin:$tools/cargo/bin
export PATH

# Node does not look at the system's certificate authorities by itself.
if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -f /etc/ssl/certs/ca-certificates.crt ]; then
  export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
fi

# Continuous integration starts from a fresh clone: compiled dependencies are kept
# outside it when that is possible. Everything works, more slowly, when it is not.
if [ "${CI:-}" = true ]; then
  export CARGO_INCREMENTAL=0
  if [ -z "${CARGO_TARGET_DIR:-}" ] && mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ]; then
    if command -v rustc >/dev/null 2>&1; then
      CARGO_TARGET_DIR=$cache/target-$(rustc -V | tr -cd '0-9.A-Za-z' | cut -c1-40)
      export CARGO_TARGET_DIR
    fi
    export npm_config_cache="$cache/npm"
  fi
fi
target=${CARGO_TARGET_DIR:-$root/target}
# Where `cargo build` leaves programs.
# shellcheck disable=SC2034 # used by the scripts that source this one
bin=$target/debug

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# newer SOURCE… THAN FILE: is anything under the sources more recent than the file?
newer_than() {
  reference=$1
  shift
  [ ! -e "$reference" ] || [ -n "$(find "$@" -newer "$reference" -print 2>/dev/null | head -n 1)" ]
}
