#!/usr/bin/env bash
# wasm-pack, and the wasm-bindgen whose version equals the one in Cargo.lock.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

[ -e Cargo.lock ] || cargo generate-lockfile
wasm_bindgen_version=$(locked_version wasm-bindgen)
[ -n "$wasm_bindgen_version" ] || fail "Cargo.lock names no wasm-bindgen"
# Not --locked: its lock file names a version of a crate that is not to be had any more.
install_tool wasm-bindgen-cli "$wasm_bindgen_version" 3
install_tool wasm-pack "$wasm_pack_version" 3 --locked
