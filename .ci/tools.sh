#!/usr/bin/env bash
# wasm-pack, and the wasm-bindgen whose version equals the one in Cargo.lock.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

install_tool() {
    local name=$1 version=$2 minutes=$3 into
    into=$(tool_folder "$name" "$version")
    shift 3
    [ ! -e "$into/.crates.toml" ] || return 0
    say "building $name $version, about $minutes min (once on this machine)"
    CARGO_TARGET_DIR=$cache/tools/target CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        cargo install "$name" --version "$version" --root "$into" "$@" >"$cache/$name.log" 2>&1 ||
        fail "cargo install $name $version failed: see $cache/$name.log"
    rm -rf "$cache/tools/target"
}

[ -e Cargo.lock ] || cargo generate-lockfile
wasm_bindgen_version=$(locked_version wasm-bindgen)
[ -n "$wasm_bindgen_version" ] || fail "Cargo.lock names no wasm-bindgen"
# Not --locked: its lock file names a version of a crate that is not to be had any more.
install_tool wasm-bindgen-cli "$wasm_bindgen_version" 3
install_tool wasm-pack "$wasm_pack_version" 3 --locked
