#!/usr/bin/env bash
# wasm-pack, and the wasm-bindgen whose version equals the one in Cargo.lock.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

wasm_pack_version=0.15.1

# Each version has a folder of its own, so that two checkouts can differ.
install_tool() {
    local name=$1 version=$2 minutes=$3 into
    shift 3
    into=$cache/tools/$name-$version
    [ -e "$into/.crates.toml" ] && return
    say "building $name $version, about $minutes min (once on this machine)"
    CARGO_TARGET_DIR=$cache/tools/target \
        cargo install --quiet "$name" --version "$version" --root "$into" "$@" >"$cache/$name.log" 2>&1 ||
        fail "cargo install $name $version failed: see $cache/$name.log"
    rm -rf "$cache/tools/target"
}

wasm_bindgen_version=0.2.130
# Not --locked: its lock file names a crate's version that has been withdrawn.
install_tool wasm-bindgen-cli "$wasm_bindgen_version" 3
install_tool wasm-pack "$wasm_pack_version" 3 --locked
