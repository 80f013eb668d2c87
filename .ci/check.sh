#!/usr/bin/env bash
# Formatting, lints, types and the length of files; the cheapest first, no browser.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

bin=www/node_modules/.bin
# The scripts that git knows or would know.
files() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do [ ! -f "$file" ] || echo "$file"; done; }

say "length of files"
long=$(files 'src/*.rs' 'tests/*.rs' 'tests/*.js' 'tests/*.py' 'www/*.js' 'www/*.css' index.html '.ci/*' | xargs wc -l |
    awk '$2 != "total" && $1 > 400 { print "  " $2 ": " $1 " lines" }')
[ -z "$long" ] || fail "longer than 400 lines:"$'\n'"$long"

say "rustfmt"
cargo fmt --check

say "biome"
"$bin/biome" check --error-on-warnings --max-diagnostics=50 www tests .ci

say "types of the page, and of its tests"
"$bin/tsc" --project www/tsconfig.json
"$bin/tsc" --project www/tsconfig.tests.json

say "clippy"
cargo clippy --quiet --locked --all-targets -- -D warnings
.ci/wasm.sh cargo clippy --quiet --locked --target "$wasm_target" --lib --test web -- -D warnings
.ci/wasm.sh cargo clippy --quiet --locked --target "$wasm_target" --lib --no-default-features -- -D warnings

say "all checks passed"
