#!/usr/bin/env bash
# Puts the site together in target/site: the page and the worker, bundled; the wasm, the samples. Every path in it
# is relative.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

mkdir -p target
new=$(mktemp -d target/site.XXXXXX)
trap 'rm -rf "$new"' EXIT
chmod 755 "$new"
cp index.html www/manifest.webmanifest www/_headers "$new/"
node .ci/bundle.mjs "$new/www"
for name in core formats; do cp "www/wasm/$name/${name}_bg.wasm" "$new/www/$name.wasm"; done
tar -C www -cf - icon.svg outside.js samples | tar -C "$new/www" -xf -
node .ci/assemble.mjs "$new"
rm -rf target/site
mv "$new" target/site
