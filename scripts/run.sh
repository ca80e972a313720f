#!/bin/sh
# The demonstration: the real program on one or two laptops, a real server and the line
# between them, all on this machine and all under one folder (.demo, or ESCALE_DEMO_DIR).
#
# It leans on these commands:
#   escale-server serve --data DIR --listen ADDR --public-address LINE     the central server; SIGTERM stops it
#                 --next-poll 20    laptops look for news often, so that nobody waits to watch it
#   escale-line --listen ADDR --to ADDR --control FILE    a line that FILE cuts (`cut`) or opens (`open`)
#   escale-demo seed --server DIR --via ADDR --laptop DIR     a team, its sessions, laptop 1
#   escale-demo enrol --server DIR --via ADDR --laptop DIR    the same adviser's next laptop
# Both of the last read the passphrase of the notebook from ESCALE_DEMO_PASSPHRASE, and so does
# the window, which opens the notebook with it when compiled with the feature `demonstration`.
# These notebooks do without the keyring: eight words, and nothing left in yours.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/env.sh
. scripts/env.sh

demo=${ESCALE_DEMO_DIR:-$root/.demo}
server_address=127.0.0.1:${ESCALE_DEMO_SERVER_PORT:-47610}
line_address=127.0.0.1:${ESCALE_DEMO_LINE_PORT:-47611}
export ESCALE_DEMO_PASSPHRASE="${ESCALE_DEMO_PASSPHRASE:-barque boussole lanterne moulin village bougie mouton baril}"
# The data are fictional, but the habit is not: nobody else reads them.
umask 077

build() {
  sh scripts/setup.sh build
  # shellcheck source=scripts/env.sh
  . scripts/env.sh
  say "Building Escale (the first time takes several minutes)."
  # The whole workspace, as the tests do: `-p` would compile the same crates again with other features.
  cargo build --workspace --locked --quiet --features escale/demonstration
}

# alive NAME: does the process whose number is in NAME.pid still run that program?
alive() {
  [ -s "$demo/$1.pid" ] && [ "$(program_of "$(cat "$demo/$1.pid")")" = "$1" ]
}

program_of() { cat "/proc/$1/comm" 2>/dev/null || ps -p "$1" -o comm= 2>/dev/null || true; }

# start NAME ADDRESS COMMAND…: in the background, unless it runs already; waits until it listens.
start() {
  name=$1
  address=$2
  shift 2
  alive "$name" && return 0
  "$@" </dev/null >>"$demo/$name.log" 2>&1 &
  echo "$!" >"$demo/$name.pid"
  tries=0
  until listening "$address"; do
    alive "$name" || fail "$name did not start. Its last words, from $demo/$name.log:
$(tail -n 5 "$demo/$name.log")"
    tries=$((tries + 1))
    [ "$tries" -lt 150 ] || fail "$name does not answer on $address after 30 seconds; see $demo/$name.log"
    sleep 0.2
  done
}

# listening HOST:PORT, as the kernel tells it (Linux), or else by connecting.
listening() {
  port=${1##*:}
  if [ -r /proc/net/tcp ]; then
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -qiE "^ *[0-9]+: [0-9A-F]+:$(printf '%04X' "$port") [0-9A-F]+:0000 0A "
  else
    nc -z "${1%:*}" "$port"
  fi
}

stop() {
  for name in escale-line escale-server; do
    if alive "$name"; then
      kill "$(cat "$demo/$name.pid")" 2>/dev/null || true
    fi
    rm -f "$demo/$name.pid"
  done
}

services() {
  mkdir -p "$demo"
  [ -f "$demo/line" ] || echo open >"$demo/line"
  start escale-server "$server_address" "$bin/escale-server" serve --data "$demo/server" --listen "$server_address" --public-address "$line_address" --next-poll 20
  start escale-line "$line_address" "$bin/escale-line" --listen "$line_address" --to "$server_address" --control "$demo/line"
}

# laptop NAME COMMAND: prepares its notebook once. The mark is written last, so that a
# preparation that was interrupted starts again from nothing.
laptop() {
  [ -f "$demo/$1.ready" ] && return 0
  rm -rf "${demo:?}/$1"
  say "Preparing $1."
  "$bin/escale-demo" "$2" --server "$demo/server" --via "$line_address" --laptop "$demo/$1"
  : >"$demo/$1.ready"
}

window() {
  say
  say "Passphrase of the demonstration:  $ESCALE_DEMO_PASSPHRASE"
  say "  make run-second              a second laptop of the same adviser"
  say "  make offline / make online   cut the line to the server, open it again"
  say "  make stop                    stop the server when you are done"
  say
  export ESCALE_DATA_DIR="$demo/$1"
  if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    have xvfb-run || fail "There is no display here, and no xvfb-run to make one up."
    say "There is no display here: the window opens on an invisible one (xvfb-run). Ctrl C closes it."
    exec xvfb-run -a "$bin/escale"
  fi
  exec "$bin/escale"
}

# line WORD: the line's next state, written in one go.
line() {
  [ -d "$demo" ] || fail "No demonstration here yet: make run."
  echo "$1" >"$demo/line.next"
  mv "$demo/line.next" "$demo/line"
}

case ${1:-first} in
  first)
    build
    services
    laptop laptop-1 seed
    window laptop-1
    ;;
  second)
    build
    services
    laptop laptop-1 seed
    laptop laptop-2 enrol
    window laptop-2
    ;;
  offline)
    line cut
    say "The line to the server is cut. Escale goes on; make online opens it again."
    ;;
  online)
    line open
    say "The line to the server is open."
    ;;
  stop)
    stop
    say "The demonstration's server is stopped. Its data stay in $demo (make clean-demo erases them)."
    ;;
  clean)
    stop
    rm -rf "${demo:?}"
    say "The demonstration is erased."
    ;;
  *)
    fail "usage: run.sh first|second|offline|online|stop|clean"
    ;;
esac
