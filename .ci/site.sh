#!/usr/bin/env bash
# Puts the site together in target/site: the page, the wasm, Mermaid. Every path in it is relative.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

new=$(mktemp -d target/site.XXXXXX)
trap 'rm -rf "$new"' EXIT
chmod 755 "$new"
cp index.html "$new/"
tar -C www -cf - \
    --exclude=./node_modules --exclude='./package*.json' --exclude='./tsconfig*.json' --exclude='./.*' \
    --exclude='*.d.ts' --exclude='*.d.mts' . |
    (mkdir "$new/www" && tar -C "$new/www" -xf -)
rm -rf target/site
mv "$new" target/site
