#!/usr/bin/env bash
# Formatting, lints, types, and the order and length of files; the cheapest first, no browser.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

bin=www/node_modules/.bin

say "rustfmt"
cargo fmt --check

say "biome"
"$bin/biome" check --error-on-warnings --max-diagnostics=50 www tests .ci

say "types of the page, and of its tests"
"$bin/tsc" --project www/tsconfig.json
"$bin/tsc" --project www/tsconfig.tests.json

say "licences, sources and advisories of all dependencies"
.ci/dependencies.sh

say "clippy"
cargo clippy --quiet --locked --all-targets -- -D warnings
wasm_clippy() { .ci/wasm.sh cargo clippy --quiet --locked --target "$wasm_target" "$@" -- -D warnings; }
wasm_clippy --lib --test web
for build in core formats; do wasm_clippy --lib --no-default-features --features "$build"; done

say "order and length of files"
cargo test --quiet --locked --test dependencies

say "all checks passed"
