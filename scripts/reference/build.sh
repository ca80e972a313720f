#!/usr/bin/env bash
# Rebuilds the reference data shipped with crates/domain from packages of the npm registry.
# Needs: npm, node, zstd, and the network. The result is deterministic for given versions.
set -euo pipefail

communes_package="@etalab/decoupage-administratif@6.0.0"
words_package="bip39@3.1.2"

here="$(cd "$(dirname "$0")" && pwd)"
data="$here/../../crates/domain/data"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

unpack() {
    mkdir -p "$work/$2"
    local archive
    archive="$(cd "$work" && npm pack --silent "$1" | tail -n 1)"
    tar -xzf "$work/$archive" -C "$work/$2" --strip-components=1
}

unpack "$communes_package" communes
unpack "$words_package" words

mkdir -p "$data"
node "$here/build.mjs" "$work/communes/data" "$work/words/src/wordlists/french.json" "$work"
for table in communes former-communes departments; do
    zstd -19 --quiet --force --no-progress "$work/$table.tsv" -o "$data/$table.tsv.zst"
done
cp "$work/words.txt" "$data/words.txt"
cp "$work/words/LICENSE" "$data/words.LICENSE"
ls -l "$data"
